import type { Unit } from '../shared/cost/prices.ts';

/** Calls to CloudWatch and CloudWatch Logs, by their names in the price table. */
const CLOUDWATCH_CALLS = ['cloudwatch:GetMetricData', 'logs:FilterLogEvents'] as const satisfies readonly Unit[];
/** What the router of the models meters, apart from dollars. */
const TOKENS = ['model:input-token', 'model:output-token'] as const satisfies readonly Unit[];

/** What a cycle used, from its metered units: calls to CloudWatch, and tokens of a model (0 when none was asked). */
export function cycleUsage(units: Readonly<Record<string, number>>): { cloudwatchCalls: number; tokens: number } {
  const sum = (names: readonly string[]): number => names.reduce((total, name) => total + (units[name] ?? 0), 0);
  return { cloudwatchCalls: sum(CLOUDWATCH_CALLS), tokens: sum(TOKENS) };
}
