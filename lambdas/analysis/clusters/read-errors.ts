import type { MinuteStats, Target } from '../../shared/contract/records.ts';
import type { NewestErrors, Ports, Span } from '../../shared/ports.ts';
import { HOUR_MS } from '../../shared/time.ts';

/**
 * The failures in the logs of a target: those of the window's last hour, and the rest of the window where there is something to count. Reading the
 * logs is the slowest part of a look at a target (two to five pieces of the log an hour, five a day, of which FilterLogEvents answers five a
 * second for the whole account), and most targets fail at nothing: so the rest is read only when the last hour shows a failure, when a call failed by
 * the metrics, or when failures of it are on record (`failing`). What is missed by that: failures that were only written down, by calls that
 * succeeded, and stopped more than an hour ago, before any were on record.
 *
 * @param limit of both parts together; the newest are given, and `from` says since when all are there
 */
export async function readErrors(
  { logs }: Pick<Ports, 'logs'>,
  target: Target,
  span: Span,
  minutes: readonly MinuteStats[],
  failing: boolean,
  limit: number,
): Promise<NewestErrors> {
  const hour = Math.max(span.from, span.to - HOUR_MS);
  const lately = await logs.errors(target, { from: hour, to: span.to }, limit);
  const isCut = lately.from > hour || lately.errors.length >= limit;
  const isWanted = failing || lately.errors.length > 0 || minutes.some(({ errors }) => errors > 0);
  if (isCut || hour === span.from || !isWanted) return lately;
  const before = await logs.errors(target, { from: span.from, to: hour }, limit - lately.errors.length);
  return { errors: [...lately.errors, ...before.errors], from: before.from };
}
