import type { PendingPoint, ScoredPoint } from '../contract/records.ts';
import { type Detector, restoreDetector, type Scored } from '../detection/detector.ts';
import { maturity, type Norm, zScore } from './judge-value.ts';

const NO_SCORE: Omit<Scored, 'anomaly'> = { score: 0, expected: null, low: null, high: null };

/**
 * What the point is worth against the norm and the detector (null: the series has none), which learns it, unless a rollout was under way: then
 * a copy of the detector is asked.
 */
export function scorePoint(norm: Norm, detector: Detector | null, { at, value }: PendingPoint, canary: boolean): ScoredPoint {
  const z = maturity(norm, at).state === 'established' ? zScore(norm, value) : null;
  const asked = canary && detector !== null ? restoreDetector(detector.save()) : detector;
  const { score, expected, low, high } = asked === null ? NO_SCORE : asked.observe(at, value);
  return { at, value, z, score, expected, low, high, canary };
}
