import { reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { inMs } from '../../shared/detection/words.ts';
import { ROOM, timeoutNeed } from './timeout-need.ts';

/** Lambda's longest (Lambda quotas). */
const MOST_SECONDS = 900;
/** When calls are cut off, their true duration is only known to be longer than the setting: twice of it is tried. */
const AFTER_TIMEOUTS = 2;
/** Gain without a timeout so far: the 99th percentile is within a third of being cut off, that is one call in a hundred. */
const GAIN_BEFORE_TIMEOUTS = 0.01;

/** A timeout that cuts calls off, or is about to. The gain is the share of calls that are cut off. */
export function timeoutTooShort(context: TargetContext): Finding[] {
  const figures = reportFigures(context.reports);
  const { name, configuration } = context.target;
  if (figures === null) return [];
  const near = (ROOM * figures.p99) / 1000 > configuration.timeoutSeconds;
  if (!near && figures.timeouts === 0) return [];
  const doubled = figures.timeouts > 0 ? AFTER_TIMEOUTS * configuration.timeoutSeconds : 0;
  const timeoutSeconds = Math.min(MOST_SECONDS, Math.max(timeoutNeed(figures), doubled));
  if (timeoutSeconds <= configuration.timeoutSeconds) return [];
  return [
    {
      kind: 'timeout-too-short',
      title: `${name} is cut off at ${configuration.timeoutSeconds} s${figures.timeouts > 0 ? '' : ' before long'}`,
      evidence: [
        {
          source: 'log',
          summary:
            `${figures.lines} REPORT lines: ${figures.timeouts} calls were cut off, the 99th percentile is ${inMs(figures.p99)}; ` +
            `the timeout is ${configuration.timeoutSeconds} s.`,
          figures: { lines: figures.lines, timeouts: figures.timeouts, p99Ms: figures.p99, setSeconds: configuration.timeoutSeconds },
        },
      ],
      severity: figures.timeouts > 0 ? 'high' : 'medium',
      gain: figures.timeouts > 0 ? figures.timeouts / figures.lines : GAIN_BEFORE_TIMEOUTS,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: { ...configuration, timeoutSeconds },
    },
  ];
}
