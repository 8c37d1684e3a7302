import { CANDIDATES } from './candidates.ts';

const COUNT = CANDIDATES.length;

/** Share of what was learned that each new point takes away: a memory of 500 points, so that the best mixture may change. */
const FORGET = 0.002;
/** Gains so small that their square is nothing in a double must not divide by it. */
const LEAST_SQUARE = 1e-300;

/**
 * Weights of the candidates at one horizon: ML-Poly (Gaillard, Stoltz and van Erven 2014, A second-order bound with excess losses) on
 * the gradient of the absolute error. A candidate's regret R is what the mixture would have won by leaning to it; its weight is
 * proportional to max(R, 0) / (B^2 + sum r^2), where r are the single gains and B the largest of them: no constant to tune. Its
 * error approaches that of the best fixed weighting. With no positive regret all count the same.
 */
export interface Mixture {
  regret: Float64Array;
  squares: Float64Array;
  /** One entry: the largest gain, slowly forgotten. */
  largest: Float64Array;
}

export function emptyMixture(): Mixture {
  return { regret: new Float64Array(COUNT), squares: new Float64Array(COUNT), largest: new Float64Array(1) };
}

/** The mixture's forecast of the candidates' forecasts. */
export function mix(mixture: Mixture, forecasts: Float64Array): number {
  const largest = (mixture.largest[0] ?? 0) ** 2;
  let weights = 0;
  let sum = 0;
  let plain = 0;
  for (let index = 0; index < COUNT; index++) {
    const forecast = forecasts[index] ?? 0;
    plain += forecast / COUNT;
    const regret = mixture.regret[index] ?? 0;
    if (regret <= 0) continue;
    const weight = regret / Math.max(LEAST_SQUARE, largest + (mixture.squares[index] ?? 0));
    weights += weight;
    sum += weight * forecast;
  }
  return weights > 0 ? sum / weights : plain;
}

/** Learns that the candidates said `forecasts`, the mixture said `mixed`, and `value` came. */
export function learnMixture(mixture: Mixture, forecasts: ArrayLike<number>, mixed: number, value: number): void {
  const gradient = Math.sign(mixed - value);
  let largest = (mixture.largest[0] ?? 0) * (1 - FORGET);
  for (let index = 0; index < COUNT; index++) {
    const gain = gradient * (mixed - (forecasts[index] ?? 0));
    mixture.regret[index] = (mixture.regret[index] ?? 0) * (1 - FORGET) + gain;
    mixture.squares[index] = (mixture.squares[index] ?? 0) * (1 - FORGET) + gain * gain;
    largest = Math.max(largest, Math.abs(gain));
  }
  mixture.largest[0] = largest;
}
