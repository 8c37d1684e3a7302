import { InvalidEvent } from '../../../lambdas/shared/errors.ts';
import type { MakePayload } from './load-generator.ts';

/** Where a function's payload generator is: a module (file URL or absolute path) and the name of its export. */
export interface PayloadSource {
  module: string;
  export: string;
}

/** @throws InvalidEvent when the module has no such function. */
export async function loadPayload(source: PayloadSource): Promise<MakePayload> {
  const loaded = (await import(source.module)) as Record<string, unknown>;
  const found = loaded[source.export];
  if (typeof found !== 'function') {
    throw new InvalidEvent(`payload.export: found ${source.export} in ${source.module} to be ${typeof found}; expected a function`);
  }
  return found as MakePayload;
}
