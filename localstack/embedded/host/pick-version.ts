import type { AliasState } from '../../../lambdas/shared/ports.ts';

/** The version that one request goes to: the canary with its weight, for `draw` uniform in [0, 1). */
export function pickVersion(alias: Pick<AliasState, 'version' | 'canary'>, draw: number): string {
  return alias.canary !== null && draw < alias.canary.weight ? alias.canary.version : alias.version;
}
