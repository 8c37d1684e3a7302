import type { FunctionConfiguration, Opportunity } from '../shared/contract/records.ts';
import { STRATEGY_OF } from '../shared/contract/records.ts';

/** Lambda's own limits: memory 128 MB to 10,240 MB, timeout 1 s to 900 s (Lambda quotas). */
const LIMITS = { memoryMb: { least: 128, most: 10_240 }, timeoutSeconds: { least: 1, most: 900 } } as const;

const SETTINGS = ['memoryMb', 'timeoutSeconds'] as const;
type Setting = (typeof SETTINGS)[number];
const SETTING_OF: Record<string, Setting> = { 'tuning:memory': 'memoryMb', 'tuning:timeout': 'timeoutSeconds' };
const UNIT: Record<Setting, string> = { memoryMb: 'MB of memory', timeoutSeconds: 's of timeout' };

export type TuningResult =
  | { applied: true; configuration: FunctionConfiguration; diff: string; explanation: string }
  | { applied: false; reason: string };

/** All settings, one a line: `-` before, `+` after, a blank in front of what stays. */
export function configurationDiff(before: FunctionConfiguration, after: FunctionConfiguration): string {
  return SETTINGS.flatMap((setting) =>
    before[setting] === after[setting]
      ? [` ${setting}: ${before[setting]}`]
      : [`-${setting}: ${before[setting]}`, `+${setting}: ${after[setting]}`],
  ).join('\n');
}

/**
 * Turns what an opportunity wants into the whole configuration of the next version. Only the setting that the kind's
 * strategy speaks of is changed: another one may have been changed by somebody since.
 */
export function tune(current: FunctionConfiguration, opportunity: Pick<Opportunity, 'kind' | 'wanted'>): TuningResult {
  const strategy = STRATEGY_OF[opportunity.kind]?.strategy ?? '';
  const setting = SETTING_OF[strategy];
  if (setting === undefined) return { applied: false, reason: `no setting belongs to the kind ${opportunity.kind}` };
  const wanted = opportunity.wanted?.[setting];
  if (wanted === undefined) return { applied: false, reason: `the opportunity does not say which ${setting} it wants` };
  const { least, most } = LIMITS[setting];
  if (wanted < least || wanted > most) {
    return { applied: false, reason: `${setting}: ${wanted} is not within Lambda's limits of ${least} to ${most}` };
  }
  if (wanted === current[setting]) return { applied: false, reason: `${setting} is ${wanted} already` };
  const configuration = { ...current, [setting]: wanted };
  return {
    applied: true,
    configuration,
    diff: configurationDiff(current, configuration),
    explanation: `${wanted} instead of ${current[setting]} ${UNIT[setting]}, from what was measured; the code stays as it is.`,
  };
}
