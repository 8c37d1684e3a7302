import type { Prediction } from '../../shared/contract/records.ts';
import { PRICES } from '../../shared/cost/prices.ts';
import { probit } from '../../shared/stats/probit.ts';
import { wilsonInterval } from '../../shared/stats/wilson-interval.ts';
import { type ReportFigures, reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { HOURS_OF_MONTH } from '../month.ts';
import { inMs } from '../../shared/detection/words.ts';
import { ROOM, timeoutNeed } from './timeout-need.ts';

/** Lambda's longest (Lambda quotas). */
const MOST_SECONDS = 900;
/** When calls are cut off, their true duration is only known to be longer than the setting: twice of it is tried. */
const AFTER_TIMEOUTS = 2;
/** Gain without a timeout so far: the 99th percentile is within a third of being cut off, that is one call in a hundred. */
const GAIN_BEFORE_TIMEOUTS = 0.01;

const CONFIDENCE = 0.9;
const Z = probit((1 + CONFIDENCE) / 2);

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
      prediction: predictionOf(context, figures, timeoutSeconds),
    },
  ];
}

/**
 * Calls that are cut off. How long they would have taken is not known: with the longer timeout none of them is cut off, or all of them still are and cost
 * the difference; the middle of the money is given.
 */
function predictionOf(context: TargetContext, { timeouts, lines }: ReportFigures, timeoutSeconds: number): Prediction {
  const { memoryMb, timeoutSeconds: now } = context.target.configuration;
  const share = timeouts / lines;
  const cutAMonth = share * requestsPerHour(context) * HOURS_OF_MONTH;
  const price = PRICES['lambda:gb-second'].dollars / PRICES['lambda:gb-second'].per;
  const most = cutAMonth * (timeoutSeconds - now) * (memoryMb / 1024) * price;
  return {
    metric: 'share of calls cut off',
    unit: 'fraction',
    before: share,
    after: 0,
    low: 0,
    high: wilsonInterval(share, lines, Z).high,
    confidence: CONFIDENCE,
    saving: { expected: -most / 2, low: -most, high: 0 },
    method:
      'Calls that were cut off had more to do: between all of them getting through and all of them taking the longer timeout as well.',
  };
}
