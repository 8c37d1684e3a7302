/** An interval; `low` <= `high`. */
export interface Bounds {
  low: number;
  high: number;
}

/** An estimate with the interval of its own sample. */
export interface Estimate extends Bounds {
  value: number;
}

/** An estimate from clusters, and what each of them adds to its deviation (ratioOfSums): pairs of these tell what two estimates share. */
export interface ClusteredEstimate extends Estimate {
  deviations: number[];
}
