import { BUDGET_MS } from '../../shared/source/waits.ts';
import { lastHour, reportFigures } from '../figures.ts';
import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { applicableSites, reliabilityFinding } from './reliability-finding.ts';

/** How a request that got no answer shows in the logs: the words of Node's fetch (undici) and of its sockets. */
const UNANSWERED = /fetch failed|socket hang up|ETIMEDOUT|ECONNRESET|ECONNREFUSED|EAI_AGAIN|UND_ERR_|TimeoutError/;

/**
 * Calls that wait without an end, where invocations were cut off or failed for want of an answer. What is bounded must end before the
 * function's own timeout does, or nothing changes, and must end nothing that succeeds today (the site's needs). The gain is the share of
 * invocations that were cut off or unanswered, (cut off + unanswered) / lines: each of them ends in seconds, and most reads succeed when asked again.
 */
export function unboundedWait(context: TargetContext): Finding[] {
  const figures = reportFigures(context.reports);
  const { name, configuration } = context.target;
  if (figures === null || configuration.timeoutSeconds * 1000 <= BUDGET_MS) return [];
  const sites = applicableSites(context, 'unbounded-wait', figures);
  const { timeouts, lines } = figures;
  const errors = lastHour(
    context,
    context.groups.flatMap((group) => group.errors),
  );
  const unanswered = errors.filter(({ type, message }) => UNANSWERED.test(`${type} ${message}`)).length;
  if (sites.length === 0 || timeouts + unanswered === 0) return [];
  const summary =
    `${timeouts} of ${lines} invocations were cut off at ${configuration.timeoutSeconds} s, and the logs tell of ${unanswered} requests without an answer; ` +
    `none that succeeded took longer than ${Math.ceil(figures.longestOk)} ms.`;
  return [
    reliabilityFinding(
      context,
      'unbounded-wait',
      sites,
      { source: 'telemetry', summary, figures: { lines, timeouts, unanswered, longestOkMs: figures.longestOk } },
      {
        title: `${name} waits for its upstream without an end`,
        gain: Math.min(1, (timeouts + unanswered) / lines),
        severity: timeouts > 0 ? 'high' : 'medium',
      },
    ),
  ];
}
