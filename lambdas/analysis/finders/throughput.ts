import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { current, unexplained } from './unexplained.ts';

/** Fall below what is usual from which fewer calls are worth a person's look (SPEC 3: throughput -30 %). */
const FALL = 0.3;
const MINUTES_OF_HOUR = 60;

/** Called less than usual: the callers, or the way from them, are in trouble. The gain is the way back to the baseline, as a share of it. */
export function throughput(context: TargetContext): Finding[] {
  const anomalies = current(context).filter(
    ({ series, expected, actual }) => series === 'invocations' && expected !== null && actual <= (1 - FALL) * expected,
  );
  const gain = Math.max(0, ...anomalies.map(({ actual, expected }) => 1 - actual / (expected ?? actual)));
  // Those who are missing are affected, not those who came.
  const missing = Math.max(0, ...anomalies.map(({ actual, expected }) => ((expected ?? actual) - actual) * MINUTES_OF_HOUR));
  const title = `${context.target.name} is called less than usual`;
  const words =
    'Look at the callers and at what is in front of the function (gateway, queue, schedule): nothing in the function explains it.';
  return unexplained(context, 'throughput', title, anomalies, gain).map((finding) => ({
    ...finding,
    usersPerHour: missing,
    action: { words, command: null },
  }));
}
