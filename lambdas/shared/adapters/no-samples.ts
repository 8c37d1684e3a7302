import type { SampleSource } from '../ports.ts';

/** Where nobody records invocations. */
export function noSamples(reason: string): SampleSource {
  return { samples: async () => ({ none: reason }) };
}
