import type { Series } from '../../shared/contract/records.ts';
import { lastHour, recentCounts, reportFigures } from '../figures.ts';
import type { AnomalyDraft, TargetView } from '../target-context.ts';
import { deviationPercent, inMs, inPercent } from '../words.ts';

/** Share of a limit from which its use is an anomaly, and from which it is critical (SPEC 3). */
const LIMIT = 0.8;
const CRITICAL_LIMIT = 0.9;

/** Share of throttled calls from which the concurrency limit counts as fully used: one stray throttle at a burst is none. */
const THROTTLED_SHARE = 0.01;

/** Use of what the target was given: memory, time, concurrency. */
export function utilisationLimit(view: TargetView): AnomalyDraft[] {
  const { name, configuration } = view.target;
  const drafts: AnomalyDraft[] = [];
  const add = (series: Series, used: number, given: number, description: string): void => {
    const share = used / given;
    if (share <= LIMIT) return;
    drafts.push({
      type: 'utilisation',
      series,
      severity: share > CRITICAL_LIMIT ? 'critical' : 'warning',
      title: `${name} is close to its limit (${series})`,
      description,
      expected: LIMIT * given,
      actual: used,
      deviationPercent: deviationPercent(LIMIT * given, used),
      at: view.span.to,
      discriminator: '',
    });
  };

  const figures = reportFigures(lastHour(view, view.reports));
  if (figures !== null) {
    const memory = `${name} used up to ${figures.maxMemoryMb} of its ${configuration.memoryMb} MB within the last hour; at the limit it is killed.`;
    add('memory-used', figures.maxMemoryMb, configuration.memoryMb, memory);
    const timeoutMs = configuration.timeoutSeconds * 1000;
    const time = `One in a hundred calls of ${name} took ${inMs(figures.p99)} or more within the last hour; at ${inMs(timeoutMs)} it is cut off.`;
    add('duration-p99', figures.p99, timeoutMs, time);
  }
  const { invocations, throttles } = recentCounts(view);
  const throttled = throttles / Math.max(1, invocations + throttles);
  if (throttled > THROTTLED_SHARE) {
    drafts.push({
      type: 'utilisation',
      series: 'throttle-rate',
      severity: 'critical',
      title: `${name} has reached its concurrency limit`,
      description: `${inPercent(throttled)} of the calls of ${name} were turned away because no further copy of it may run at the same time.`,
      expected: 0,
      actual: throttled,
      deviationPercent: null,
      at: view.span.to,
      discriminator: '',
    });
  }
  return drafts;
}
