import { count, dollarsText, milliseconds, moment, percent, span } from '../../lambdas/reporting/text/numbers.ts';
import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { table } from '../../lambdas/reporting/text/table.ts';
import type { CapacityPrediction } from '../../lambdas/analysis/predictions/predict-capacity.ts';
import type { FailurePrediction } from '../../lambdas/analysis/predictions/predict-failures.ts';
import type { SeriesPrediction } from '../../lambdas/analysis/predictions/predict-series.ts';
import type { TargetPrediction } from '../../lambdas/analysis/predictions/predict-target.ts';
import { labelled } from './facts-summary.ts';
import { figure } from './figure.ts';

const INDENT = 2;
/** Peaks that are named, the highest first. */
const PEAKS_SHOWN = 3;
/** The last digit of a percentage here. */
const LEAST_SHOWN = 0.0001;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

type Predicted = Extract<SeriesPrediction, { kind: 'prediction' }>;

/** One line of a function's table; what could not be predicted becomes a sentence below it. */
interface Row {
  what: string;
  found: SeriesPrediction;
  text: (value: number) => string;
}

/** What is to be expected of functions, for people. */
export function predictionSummary(predictions: readonly TargetPrediction[]): string {
  const reasons = new Set(predictions.map(({ memoryTrend }) => memoryTrend.reason));
  const parts = [...predictions.map(targetLines), ...[...reasons].map((reason) => wrap(reason, REPORT_WIDTH, 'memory trend  '))];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function targetLines(prediction: TargetPrediction): string[] {
  const { target, tenant, at, memoryLimitMb, operations } = prediction;
  const rows: Row[] = [
    { what: 'duration', found: prediction.duration, text: milliseconds },
    { what: 'memory', found: prediction.memory, text: megabytes },
    ...operations.map(({ operation, duration }) => ({ what: `duration of ${operation}`, found: duration, text: milliseconds })),
  ];
  const predicted = rows.flatMap(({ found, ...rest }) => (found.kind === 'prediction' ? [{ ...rest, found }] : []));
  const limit = memoryLimitMb === null ? '' : `, ${megabytes(memoryLimitMb)}`;
  return [
    ...wrap(`${plain(target)} (${plain(tenant)}${limit}), as of ${moment(at)}`, REPORT_WIDTH, ''),
    ...(predicted.length === 0 ? [] : runTable(predicted)),
    ...rows.flatMap(({ what, found }) => (found.kind === 'prediction' ? [] : labelled('  next run', `${capital(what)}: ${whyNot(found)}`))),
    ...labelled('  failures', capital(failureWords(prediction.failure))),
    ...operations.flatMap(({ operation, failure }) => labelled('', `${operation}: ${failureWords(failure)}`)),
    ...labelled('  capacity', capital(capacityWords(prediction.capacity))),
  ];
}

function runTable(rows: readonly { what: string; found: Predicted; text: Row['text'] }[]): string[] {
  return table(
    [
      { head: 'next run', align: 'left', flexible: true },
      { head: 'estimate', align: 'right' },
      { head: 'low', align: 'right' },
      { head: 'high', align: 'right' },
      { head: 'confidence', align: 'right' },
    ],
    rows.map(({ what, found, text }) => [what, text(found.estimate), text(found.low), text(found.high), percent(found.confidence)]),
    REPORT_WIDTH,
    INDENT,
  );
}

function whyNot(found: Exclude<SeriesPrediction, Predicted>): string {
  if (found.kind === 'stale') return stale(found.ageMs);
  return `there is not enough data for a prediction: ${count(found.have)} minutes were learned, ${count(found.need)} are needed.`;
}

function failureWords(found: FailurePrediction): string {
  if (found.kind === 'stale') return stale(found.ageMs);
  if (found.kind === 'not-enough-data') {
    return `there is not enough data for a risk: about ${count(found.have)} runs were learned, ${count(found.need)} are needed.`;
  }
  const { now, worst, byHour } = found;
  const hours = byHour.filter(({ runs }) => runs > 0).length;
  return (
    `${share(now.risk)} of the runs are expected to fail now (90 % interval ${share(now.low)} to ${share(now.high)}). ` +
    (hours === 1
      ? 'Only one hour of the day was seen yet.'
      : `Of the ${hours} hours of the day that were seen, ${clock(worst.hour)} UTC is usually the worst with ${share(worst.risk)}.`)
  );
}

function capacityWords(found: CapacityPrediction): string {
  switch (found.kind) {
    case 'stale':
      return stale(found.ageMs);
    case 'not-enough-data':
      return (
        `there is not enough data for a plan: ${count(found.have)} of the ${count(found.need)} hours of the week were seen for ` +
        'half an hour, all are needed.'
      );
    case 'unknown':
      return found.what === 'duration' ? 'no duration was learned yet.' : 'the memory setting was not read yet.';
    case 'capacity':
      return found.always === 0 ? 'it was not called in any hour of the week: there is nothing to provide for.' : plan(found);
  }
}

function plan({ busiest, peaks, always, byHour, monthly }: Extract<CapacityPrediction, { kind: 'capacity' }>): string {
  const shown = peaks.slice(0, PEAKS_SHOWN).map(({ fromHour, hours }) => `${weekHour(fromHour)} for ${hours} h`);
  const more = peaks.length > shown.length ? `, and ${peaks.length - shown.length} more` : '';
  const least = Math.min(...byHour);
  const byTheHour = least === always ? '' : `, or by the hour, ${least} to ${always}, for ${dollarsText(monthly.scheduled)}`;
  return [
    `The busiest hour of the week is ${weekHour(busiest.hour)} UTC with ${figure(busiest.requestsPerMinute)} requests a minute.`,
    shown.length === 0 ? 'The week has no peaks.' : `Peaks: ${shown.join(', ')}${more}.`,
    `Recommended provisioned concurrency: ${always} all week for ${dollarsText(monthly.always)} a month${byTheHour};`,
    `without any it costs ${dollarsText(monthly.onDemand)}, with cold starts (requests and compute, arm64 in us-east-1).`,
  ].join(' ');
}

function stale(ageMs: number): string {
  return `nothing was seen for ${span(ageMs)}, so what was learned does not hold any more.`;
}

/** A share that has no two digits to show is none that was measured to be zero. */
const share = (value: number): string => (value < LEAST_SHOWN ? `under ${percent(LEAST_SHOWN)}` : percent(value));
const megabytes = (value: number): string => `${figure(value)} MB`;
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
const weekHour = (hour: number): string => `${DAYS[Math.floor(hour / 24)] ?? ''} ${clock(hour % 24)}`;
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
