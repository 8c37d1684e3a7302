import type { Prediction } from './contract/records.ts';
import { inMs, inPercent, round } from './detection/words.ts';

/** What is foretold, in a sentence or two: the figure now and then with its range, and the money where the figure is not money itself. */
export function predictionWords(prediction: Prediction): string {
  const { metric, unit, before, after, low, high, confidence } = prediction;
  const show = (value: number): string => inUnitOf(unit, value);
  const change = `${capital(metric)}: ${show(before)} now, ${show(after)} expected (${show(low)} to ${show(high)} in ${Math.round(100 * confidence)} of 100).`;
  return [change, ...savingWords(prediction)].join(' ');
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
