import type { Opportunity, Prediction } from '../../shared/contract/records.ts';
import { inMs, inPercent, round } from '../../shared/detection/words.ts';

/** What an opportunity is worth, in a sentence with its figures. */
export function impactWords({
  prediction,
  gain,
  impact,
  priority,
}: Pick<Opportunity, 'prediction' | 'gain' | 'impact' | 'priority'>): string {
  const score = `Impact ${round(impact)} (${priority}).`;
  if (prediction === undefined) return gain > 0 ? `Up to ${inPercent(gain)} of its main figure. ${score}` : score;
  const { metric, before, after, low, high, confidence } = prediction;
  const show = (value: number): string => inUnitOf(prediction.unit, value);
  const change = `${capital(metric)}: ${show(before)} now, ${show(after)} expected (${show(low)} to ${show(high)} in ${Math.round(100 * confidence)} of 100).`;
  return [change, ...savingWords(prediction), score].join(' ');
}

function savingWords({ saving, unit }: Prediction): string[] {
  if (saving === null || unit === 'dollars a month') return [];
  const { expected, low, high } = saving;
  if (low === 0 && high === 0) return [];
  return expected < 0
    ? [`It costs ${dollars(-expected)} a month more (${dollars(-high)} to ${dollars(-low)}).`]
    : [`It saves ${dollars(expected)} a month (${dollars(low)} to ${dollars(high)}).`];
}

function inUnitOf(unit: Prediction['unit'], value: number): string {
  switch (unit) {
    case 'ms':
      return inMs(value);
    case 'MB':
      return `${round(value)} MB`;
    case 'fraction':
      return inPercent(value);
    case 'dollars a month':
      return `${dollars(value)} a month`;
    case 'calls a minute':
      return `${round(value)} a minute`;
  }
}

/** Cents, and below one of them two digits. */
function dollars(value: number): string {
  const size = Math.abs(value);
  const text = size >= 0.01 || size === 0 ? size.toFixed(2) : String(Number(size.toPrecision(2)));
  return `${value < 0 ? '-' : ''}$${text}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
