/** What one point got. Strictly causal: nothing later was used. */
export interface Scored {
  /** Anomaly score after the alarm policy: `score >= THRESHOLD` is an anomaly. Finite, >= 0. 0 when there is not enough data yet, or the value is missing. */
  score: number;
  /** One-step-ahead expectation and band before this point was learned; null before there is enough data. low <= expected <= high. */
  expected: number | null;
  low: number | null;
  high: number | null;
  /** score >= THRESHOLD. */
  anomaly: boolean;
}
