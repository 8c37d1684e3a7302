/** Marks of an axis: where, and what stands there. */
export interface Tick {
  at: number;
  label: string;
}

export interface ValueAxis {
  low: number;
  high: number;
  ticks: Tick[];
}

/** As many marks as are wanted at most; a picture of 300 pixels then has one every 50. */
const MOST_TICKS = 6;

/** Below this a double loses its digits, and a sixth of it is zero at last. */
const LEAST = 1e-290;

/** An axis that holds `low` to `high` and is marked at round values: 1, 2 or 5 times a power of ten. A single value gets room around it. */
export function valueAxis(low: number, high: number): ValueAxis {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const room = high - low >= LEAST ? 0 : size >= LEAST ? size / 10 : 1;
  const from = low - room;
  const to = high + room;
  const step = roundStep((to - from) / MOST_TICKS);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { low: from, high: to, ticks: ticks.map((at) => ({ at, label: tickLabel(at, step) })) };
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** Units of a thousand: 1.5M is read faster than 1500000. */
const SUFFIXES = [
  { size: 1e12, suffix: 'T' },
  { size: 1e9, suffix: 'G' },
  { size: 1e6, suffix: 'M' },
  { size: 1e3, suffix: 'k' },
];

function tickLabel(at: number, step: number): string {
  const size = Math.abs(at);
  if (size >= 1e15 || (size !== 0 && step < 1e-6)) return at.toExponential(2).replace('-', '−');
  const { size: unit, suffix } = SUFFIXES.find((each) => size >= 10 * each.size) ?? { size: 1, suffix: '' };
  const digits = Math.min(20, Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9)));
  return `${(at / unit)
    .toFixed(digits)
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '−')}${suffix}`;
}
