import type { InvocationSample } from '../../../lambdas/shared/contract/records.ts';

/** Samples that are kept of a version: a replay takes twenty, and chooses those that differ. */
export const KEPT_SAMPLES = 50;

/** Recorded invocations of one function, by version. */
export interface SampleStore {
  /** Whether more are wanted, so that a new environment is to record. */
  wants(version: string): boolean;
  add(version: string, sample: InvocationSample): void;
  /** Newest first. */
  samples(version: string, limit: number): InvocationSample[];
}

export function createSampleStore(): SampleStore {
  const byVersion = new Map<string, InvocationSample[]>();
  const of = (version: string): InvocationSample[] => byVersion.get(version) ?? [];
  return {
    wants: (version) => of(version).length < KEPT_SAMPLES,
    add(version, sample) {
      byVersion.set(version, [...of(version), sample].slice(-KEPT_SAMPLES));
    },
    samples: (version, limit) => of(version).toReversed().slice(0, limit),
  };
}
