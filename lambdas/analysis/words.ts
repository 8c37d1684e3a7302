/** A duration for people: `420 ms`, `1.8 s`. */
export function inMs(ms: number): string {
  return ms < 1000 ? `${round(ms)} ms` : `${round(ms / 1000)} s`;
}

/** A share for people: `2.5 %`. */
export function inPercent(share: number): string {
  return `${round(share * 100)} %`;
}

/** Two significant digits below ten, whole numbers above: what a person reads at night. */
export function round(value: number): string {
  return String(Math.abs(value) >= 10 ? Math.round(value) : Number(value.toPrecision(2)));
}

/** How far `actual` is from `expected`, percent; null when the expectation is zero. */
export function deviationPercent(expected: number, actual: number): number | null {
  return expected === 0 ? null : ((actual - expected) / Math.abs(expected)) * 100;
}
