/** One predicted point: `at` epoch ms; `low <= expected <= high` in the series' unit. */
export interface ForecastPoint {
  at: number;
  expected: number;
  low: number;
  high: number;
}

/** What a forecaster says of the next hours. */
export type Forecast =
  | {
      kind: 'forecast';
      /** Share of the real values that the band is meant to hold, each point for itself. */
      coverage: number;
      /** The series' own step, ms: the typical distance of its points. */
      stepMs: number;
      /** In order of time, all after the last observed point. */
      points: readonly ForecastPoint[];
    }
  | { kind: 'not-enough-data'; /** Points seen. */ have: number; /** Points needed. */ need: number };

/** A streaming forecaster of one series: constant memory, one pass, deterministic. */
export interface Forecaster {
  /**
   * Predicts the point, then learns it. `at` epoch ms, `value` any finite number in the series' unit; a non-finite or absurd one
   * (absurd.ts) is a missing point and is not learned. A point at or before the last one is predicted from the state but not
   * learned (the caller orders its points).
   * @returns what was expected of this very point before it was seen (its one-step prediction); null while there is not enough data.
   * @throws RangeError when `at` is not a finite number.
   */
  observe(at: number, value: number): ForecastPoint | null;
  /**
   * The points after the last observed one: one every `everyMs` (the series' own step when not given) up to `horizonMs`, both ms.
   * @throws RangeError when the horizon is not within (0, MAX_HORIZON_MS], or `everyMs` is not positive, or asks for more than MAX_POINTS
   * points.
   */
  forecast(horizonMs: number, everyMs?: number): Forecast;
}
