/** One entry of a state's `Retry`. */
export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

const KNOWN = new Set(['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy']);

/** Errors that States.TaskFailed does not stand for (Amazon States Language, "Errors"). */
const NOT_FAILED = new Set(['States.Timeout']);

/** Whether an error is among the names of a Retry or Catch entry. States.ALL stands for all but what no entry may handle. */
export function matches(names: readonly string[], error: string): boolean {
  if (error === 'States.Runtime' || error === 'States.DataLimitExceeded') return false;
  return names.some((name) => name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && !NOT_FAILED.has(error)));
}

/**
 * Seconds to wait before the next try, by the first entry that names the error; null: no more. `tries` counts, by entry, how often
 * each was used in this visit of the state, and is raised. Defaults are the language's: 1 s, 3 attempts, rate 2.
 */
export function pauseBeforeRetry(retriers: readonly Retrier[], error: string, tries: number[], random: () => number): number | null {
  const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
  const retrier = retriers[index];
  if (retrier === undefined) return null;
  const unknown = Object.keys(retrier).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw new RangeError(`Retry: found ${unknown}, which is not known here`);
  const used = tries[index] ?? 0;
  if (used >= (retrier.MaxAttempts ?? 3)) return null;
  tries[index] = used + 1;
  const bound = Math.min(retrier.MaxDelaySeconds ?? Infinity, (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used);
  return retrier.JitterStrategy === 'FULL' ? random() * bound : bound;
}
