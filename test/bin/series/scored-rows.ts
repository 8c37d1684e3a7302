import type { Detector, Scored } from '../../../lambdas/shared/detection/detector.ts';
import type { ScoredRow } from '../../../bin/series/scored-row.ts';

export const MINUTE = 60_000;
/** A row at a minute, with the band 8 to 12 around 10. */
export function scoredRow(minute: number, value: number, score = 0): ScoredRow {
  const at = minute * MINUTE;
  return { timestamp: `${at}`, text: `${value}`, at, value, score, expected: 10, low: 8, high: 12, anomaly: score >= 1 };
}

/** A detector that expects 10 (8 to 12) from its third point on, and scores by the distance from it. It says what it learned. */
export function fakeDetector() {
  const learned: number[] = [];
  const observe = (at: number, value: number): Scored => {
    const ready = learned.length >= 2;
    const missing = Number.isNaN(value);
    if (!missing && at > (learned.at(-1) ?? -Infinity)) learned.push(at);
    if (!ready) return { score: 0, expected: null, low: null, high: null, anomaly: false };
    const score = missing ? 0 : Math.abs(value - 10) / 10;
    return { score, expected: 10, low: 8, high: 12, anomaly: score >= 1 };
  };
  const detector: Detector = { observe, save: () => new Uint8Array() };
  return { detector, learned };
}
