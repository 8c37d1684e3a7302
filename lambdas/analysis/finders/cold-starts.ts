import type { Prediction } from '../../shared/contract/records.ts';
import { inMs, inPercent } from '../../shared/detection/words.ts';
import { wilsonInterval } from '../../shared/stats/wilson-interval.ts';
import { probit } from '../../shared/stats/probit.ts';
import { provisionConcurrency } from '../commands.ts';
import { capacityOf } from '../demand.ts';
import { reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { CapacityPrediction } from '../predictions/predict-capacity.ts';
import type { TargetContext } from '../target-context.ts';

/** From one in a hundred on, the 99th percentile is a cold start. */
const LEAST_SHARE = 0.01;
/** A tenth of a second is where people begin to notice a delay (Nielsen, Usability Engineering, 1993, 5.5). */
const LEAST_INIT_MS = 100;
const CONFIDENCE = 0.9;
const Z = probit((1 + CONFIDENCE) / 2);
/** Moments in which the provisioned environments are not enough (forecast/capacity.ts). */
const LEFT = 0.01;

interface ColdStarts {
  lines: number;
  share: number;
  initMs: number;
  /** Of a warm call, ms. */
  meanMs: number;
}

/** Calls that wait for an environment to start. The gain is the share of the mean call that is spent on it. */
export function coldStarts(context: TargetContext): Finding[] {
  const found = measure(context);
  const { scaling, target } = context;
  if (found === null || found.share < LEAST_SHARE || found.initMs < LEAST_INIT_MS || scaling?.provisionedConcurrency) return [];
  const lost = found.share * found.initMs;
  const capacity = capacityOf(context);
  return [
    {
      kind: 'cold-starts',
      title: `${inPercent(found.share)} of the calls of ${target.name} wait ${inMs(found.initMs)} for a start`,
      evidence: [
        {
          source: 'log',
          summary: `${found.lines} REPORT lines: ${inPercent(found.share)} with an initialisation, of ${inMs(found.initMs)} on average; a call takes ${inMs(found.meanMs)}.`,
          figures: { lines: found.lines, share: found.share, initMs: found.initMs, meanMs: found.meanMs },
        },
      ],
      severity: 'medium',
      gain: lost / (lost + found.meanMs),
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: found.lines,
      wanted: null,
      ...(capacity.kind === 'capacity' ? { prediction: predictionOf(found, capacity) } : {}),
      action: actionOf(target.name, capacity),
    },
  ];
}

function measure(context: TargetContext): ColdStarts | null {
  const figures = reportFigures(context.reports);
  if (figures === null) return null;
  const inits = context.reports.flatMap(({ initMs }) => (initMs === null ? [] : [initMs]));
  const initMs = inits.length === 0 ? 0 : inits.reduce((sum, each) => sum + each, 0) / inits.length;
  return { lines: figures.lines, share: inits.length / figures.lines, initMs, meanMs: figures.mean };
}

type Plan = Extract<CapacityPrediction, { kind: 'capacity' }>;

/** Mean time of a call with its share of starts. Provisioned by the hour is the cheaper of the two plans: what it costs more than none is the price. */
function predictionOf({ lines, share, initMs, meanMs }: ColdStarts, { monthly }: Plan): Prediction {
  const now = wilsonInterval(share, lines, Z);
  const costs = [monthly.scheduled, monthly.always].map((cost) => cost - monthly.onDemand);
  return {
    metric: 'mean duration with cold starts',
    unit: 'ms',
    before: meanMs + share * initMs,
    after: meanMs + LEFT * share * initMs,
    low: meanMs,
    high: meanMs + Math.min(now.high, LEFT) * initMs,
    confidence: CONFIDENCE,
    saving: { expected: -Math.min(...costs), low: -Math.max(...costs), high: -Math.min(...costs) },
    method:
      'Provisioned by the demand of each hour of the week (Little, square-root rule), enough in 99 of 100 moments; the range of the money is from one setting by the hour to one for the whole week.',
  };
}

function actionOf(name: string, capacity: CapacityPrediction): NonNullable<Finding['action']> {
  if (capacity.kind !== 'capacity') {
    const known =
      capacity.kind === 'not-enough-data'
        ? `${capacity.have} of ${capacity.need} hours of the week are known`
        : 'the demand by hour is not known';
    return {
      words: `Load less at the start. How much provisioned concurrency it would take is not to be said yet: ${known} (kaizen predict shows when it is).`,
      command: null,
    };
  }
  const { always, monthly, peaks } = capacity;
  const busy = peaks.map(({ fromHour, hours }) => `${DAYS[Math.floor(fromHour / 24)]} ${fromHour % 24}:00 UTC for ${hours} h`);
  return {
    words:
      `Load less at the start, or keep ${always} environments ready: $${(monthly.always - monthly.onDemand).toFixed(2)} a month more for the whole week, ` +
      `$${(monthly.scheduled - monthly.onDemand).toFixed(2)} by a schedule of the hours` +
      `${busy.length === 0 ? '.' : `; busiest: ${busy.slice(0, PEAKS_NAMED).join(', ')}.`}`,
    command: provisionConcurrency(name, always),
  };
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** Three peaks are a sentence. */
const PEAKS_NAMED = 3;
