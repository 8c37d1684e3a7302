import { reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { inMs } from '../../shared/detection/words.ts';
import { timeoutNeed } from './timeout-need.ts';

/** A timeout of this many times the need is too long: below it the change is not worth a rollout. */
const TOO_LONG = 2;

/** A timeout bounds the slowest calls only: counted as one in a hundred, those beyond the 99th percentile. */
const AFFECTED_SHARE = 0.01;

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
    },
  ];
}
