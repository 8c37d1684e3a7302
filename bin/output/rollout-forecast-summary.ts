import { count, milliseconds, NO_FIGURE, percent, span } from '../../lambdas/reporting/text/numbers.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { table } from '../../lambdas/reporting/text/table.ts';
import type { RolloutBaseline } from '../../lambdas/shared/contract/records.ts';
import type { Detectable } from '../../lambdas/shared/judge/forecast.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { labelled } from './facts-summary.ts';
import { figure } from './figure.ts';

/** One plan, and what it finds. */
export interface PlannedRollout {
  /** The canary's share of the traffic. */
  weight: number;
  minutes: number;
  /** Requests of the canary that are to be expected. */
  canaryRequests: number;
  detectable: Detectable;
}

/** What rollouts at one traffic could find. */
export interface RolloutForecast {
  rps: number;
  requestsPerMinute: number;
  /** Of the stable version. */
  errorRate: number;
  durations: RolloutBaseline['quantiles'];
  /** Spread of the log-normal that the durations are taken for; null: they are read off what is known. */
  assumedSigma: number | null;
  margin: number;
  /** Error-free requests of the canary that a pass needs at least. */
  requestsForPass: number;
  /** What was asked for. */
  plan: PlannedRollout;
  others: readonly PlannedRollout[];
}

/** What a rollout could find, for people. */
export function rolloutForecastSummary(forecast: RolloutForecast): string {
  const { plan, requestsPerMinute, rps, errorRate, margin } = forecast;
  const lines = [
    ...labelled(
      'traffic',
      `${figure(rps)} requests a second, ${figure(requestsPerMinute)} a minute; p95 ${milliseconds(p95(forecast))}, ${percent(errorRate)} of them fail`,
    ),
    ...labelled(
      'plan',
      `${percent(plan.weight)} of it to the canary for ${length(plan.minutes)}: about ${count(plan.canaryRequests)} requests`,
    ),
    ...labelled('finds', `${findsWords(forecast)}; ${percent(margin)} more are tolerated`),
    ...labelled('pass', passWords(forecast)),
    ...labelled('assumed', assumedWords(forecast)),
    '',
    ...table(
      [
        { head: 'weight', align: 'right' },
        { head: 'length', align: 'right' },
        { head: 'canary requests', align: 'right' },
        { head: 'slowdown', align: 'right' },
        { head: 'error rate', align: 'right' },
        { head: 'for a pass', align: 'right' },
      ],
      forecast.others.map((each) => [
        percent(each.weight),
        length(each.minutes),
        count(each.canaryRequests),
        ratio(each.detectable.latencyRatio),
        percent(each.detectable.errorRate),
        isEnough(forecast, each) ? 'enough' : 'too few',
      ]),
      REPORT_WIDTH,
      0,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const quantile = ({ durations }: RolloutForecast, level: number): number =>
  durations.find((each) => each.level === level)?.durationMs ?? NaN;
const p95 = (forecast: RolloutForecast): number => quantile(forecast, 0.95);
const ratio = (value: number | null): string => (value === null ? NO_FIGURE : `× ${value.toFixed(2)}`);
const isEnough = ({ requestsForPass }: RolloutForecast, { canaryRequests }: PlannedRollout): boolean => canaryRequests >= requestsForPass;
/** Whole hours as such, else minutes. */
const length = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60} h` : span(minutes * MINUTE_MS));

function findsWords(forecast: RolloutForecast): string {
  const { latencyRatio, errorRate } = forecast.plan.detectable;
  const before = p95(forecast);
  const slower =
    latencyRatio === null
      ? 'no slowdown'
      : `all requests slower by ${ratio(latencyRatio)} (a p95 of ${milliseconds(before * latencyRatio)} instead of ${milliseconds(before)})`;
  const failing = errorRate === null ? 'no error rate' : `an error rate of ${percent(errorRate)} instead of ${percent(forecast.errorRate)}`;
  return `with about 80 % power ${slower} and ${failing}`;
}

function passWords(forecast: RolloutForecast): string {
  const { plan, requestsForPass, requestsPerMinute } = forecast;
  const needed = `at least ${count(requestsForPass)} error-free requests of the canary are needed`;
  if (isEnough(forecast, plan)) return `${needed}; about ${count(plan.canaryRequests)} come`;
  const minutes = Math.ceil(requestsForPass / (requestsPerMinute * plan.weight));
  return `${needed}; about ${count(plan.canaryRequests)} come, too few: it would take ${length(minutes)}`;
}

function assumedWords(forecast: RolloutForecast): string {
  const steady = 'the traffic is steady';
  const { assumedSigma } = forecast;
  if (assumedSigma === null) return `between and beyond the quantiles given the durations are log-normal; ${steady}`;
  const [median, p99] = [quantile(forecast, 0.5), quantile(forecast, 0.99)].map(milliseconds);
  return `of the durations only p95 is given: they are log-normal with sigma ${assumedSigma} (p50 ${median}, p99 ${p99}); ${steady}`;
}
