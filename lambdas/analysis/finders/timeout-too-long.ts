import { reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { inMs } from '../../shared/detection/words.ts';
import { timeoutNeed } from './timeout-need.ts';

/** A timeout of this many times the need is too long: below it the change is not worth a rollout. */
const TOO_LONG = 2;

/** A timeout bounds the slowest calls only: counted as one in a hundred, those beyond the 99th percentile. */
const AFFECTED_SHARE = 0.01;

/** Lambda's own rule, not an estimate. */
const CERTAIN = 1;

/** A call that hangs holds its slot for the whole timeout; the gain is the share of that time that a fitting one saves. */
export function timeoutTooLong(context: TargetContext): Finding[] {
  const figures = reportFigures(context.reports);
  const { name, configuration } = context.target;
  if (figures === null || figures.timeouts > 0) return [];
  const timeoutSeconds = timeoutNeed(figures);
  if (configuration.timeoutSeconds < TOO_LONG * timeoutSeconds) return [];
  return [
    {
      kind: 'timeout-too-long',
      title: `${name} may hang for ${configuration.timeoutSeconds} s and needs ${timeoutSeconds} s`,
      evidence: [
        {
          source: 'log',
          summary:
            `${figures.lines} REPORT lines: the 99th percentile is ${inMs(figures.p99)}, the longest success ${inMs(figures.longestOk)}; ` +
            `the timeout is ${configuration.timeoutSeconds} s.`,
          figures: { lines: figures.lines, p99Ms: figures.p99, setSeconds: configuration.timeoutSeconds, wantedSeconds: timeoutSeconds },
        },
      ],
      severity: 'low',
      gain: 1 - timeoutSeconds / configuration.timeoutSeconds,
      usersPerHour: AFFECTED_SHARE * requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: { ...configuration, timeoutSeconds },
      prediction: {
        metric: 'longest that a call can hang',
        unit: 'ms',
        before: 1000 * configuration.timeoutSeconds,
        after: 1000 * timeoutSeconds,
        low: 1000 * timeoutSeconds,
        high: 1000 * timeoutSeconds,
        confidence: CERTAIN,
        saving: null,
        method: 'Lambda ends a call at its timeout; none hung within the window, so that nothing can be said of the money.',
      },
    },
  ];
}
