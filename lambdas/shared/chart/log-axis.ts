import type { ValueAxis } from './value-axis.ts';

/** As many marks as a panel of 150 pixels has room for. */
const MOST_TICKS = 6;
/** Powers of ten that have a short name: 10k, 100k, 1M. */
const SUFFIXES = ['', 'k', 'M', 'G'] as const;

/**
 * An axis of powers of ten, in decimal logarithms: it holds `low` to `high`, and is marked at whole powers, every one or every second,
 * third and so on where there are many.
 */
export function logAxis(low: number, high: number): ValueAxis {
  const first = Math.floor(low);
  const last = Math.max(first + 1, Math.ceil(high));
  const step = Math.ceil((last - first) / MOST_TICKS);
  const ticks: ValueAxis['ticks'] = [];
  // From zero in both directions: 1 is marked whatever the step.
  for (let power = Math.ceil(first / step) * step; power <= last; power += step) ticks.push({ at: power, label: powerLabel(power) });
  return { low: first, high: last, ticks };
}

function powerLabel(power: number): string {
  if (power < 0) return (10 ** power).toFixed(-power);
  const suffix = SUFFIXES[Math.floor(power / 3)];
  return suffix === undefined ? `1e${power}` : `${10 ** (power % 3)}${suffix}`;
}
