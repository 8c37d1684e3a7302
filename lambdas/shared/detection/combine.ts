import { ACTIVITY_FIRST, CONTEXT_FIRST, VIEWS, SEASONAL_FIRST } from './layout.ts';
import { holdRarity, startTail } from './rarity.ts';
import { scaleWeightOf, stepOf } from './streaming-quantile.ts';
import type { State } from './state.ts';

/** Weights of the families. */
const LEVEL_WEIGHT = 1;
const SEASONAL_WEIGHT = 1.5;
const ACTIVITY_WEIGHT = 0.5;
const CONTEXT_WEIGHT = 2;
const ALL_WEIGHTS = LEVEL_WEIGHT + SEASONAL_WEIGHT + ACTIVITY_WEIGHT + CONTEXT_WEIGHT;

/** Least scale of a tail: this part of the spread where the feature has the value's unit, this much where it has none. */
const VALUE_FLOOR = 0.02;
const PLAIN_FLOOR = 0.05;

/** A series whose steps are small against its spread earns up to 1 − log10(0.03)/4 = 1.38; a jagged one pays down to 1 − log10(2)/4 = 0.92. */
const ROUGHNESS_WEIGHT = 0.25;
const SMOOTHEST = 0.03;
const ROUGHEST = 2;

const sides = { up: 0, down: 0 };

/**
 * The strength of all features together, about −log10 of how often this much happens: the weighted mean of the families' root mean
 * square rarities. Levels and residuals must agree on the direction; activity and context have none. Learns the tails.
 *
 * @param spread average distance of the value from its long average
 * @param step average distance of a value from the one before it
 */
export function combine(state: State, features: Float64Array, spread: number, step: number, youth: number): number {
  if (youth === 1) {
    startTails(state, features);
    return 0;
  }
  const floor = VALUE_FLOOR * spread;
  const pace = stepOf(youth);
  const weight = scaleWeightOf(youth);
  bothSides(state, features, 0, SEASONAL_FIRST, floor, pace, weight);
  let up = LEVEL_WEIGHT * sides.up;
  let down = LEVEL_WEIGHT * sides.down;
  bothSides(state, features, SEASONAL_FIRST, ACTIVITY_FIRST, floor, pace, weight);
  up += SEASONAL_WEIGHT * sides.up;
  down += SEASONAL_WEIGHT * sides.down;
  bothSides(state, features, ACTIVITY_FIRST, CONTEXT_FIRST, PLAIN_FLOOR, pace, weight);
  const activity = ACTIVITY_WEIGHT * Math.max(sides.up, sides.down);
  const context = CONTEXT_WEIGHT * contextRarity(state, features, pace, weight);
  return ((Math.max(up, down) + activity + context) / ALL_WEIGHTS) * smoothness(spread, step);
}

/** Root mean square of the held rarities of the features `first` to before `end`, upward and downward, into `sides`. */
function bothSides(state: State, features: Float64Array, first: number, end: number, floor: number, pace: number, weight: number): void {
  let up = 0;
  let down = 0;
  for (let i = first; i < end; i += 1) {
    const feature = features[i] as number;
    const high = holdRarity(state, 2 * i, feature, floor, pace, weight);
    const low = holdRarity(state, 2 * i + 1, -feature, floor, pace, weight);
    up += high * high;
    down += low * low;
  }
  sides.up = Math.sqrt(up / (end - first));
  sides.down = Math.sqrt(down / (end - first));
}

/** The same for the context, whose surprises have an upper side only: nothing is rare in being usual. */
function contextRarity(state: State, features: Float64Array, pace: number, weight: number): number {
  let sum = 0;
  for (let i = 0; i < VIEWS; i += 1) {
    const held = holdRarity(state, 2 * CONTEXT_FIRST + i, features[CONTEXT_FIRST + i] as number, PLAIN_FLOOR, pace, weight);
    sum += held * held;
  }
  return Math.sqrt(sum / VIEWS);
}

function startTails(state: State, features: Float64Array): void {
  for (let i = 0; i < CONTEXT_FIRST; i += 1) {
    startTail(state, 2 * i, features[i] as number);
    startTail(state, 2 * i + 1, -(features[i] as number));
  }
  for (let i = 0; i < VIEWS; i += 1) startTail(state, 2 * CONTEXT_FIRST + i, features[CONTEXT_FIRST + i] as number);
}

function smoothness(spread: number, step: number): number {
  const rough = spread > 0 ? step / spread : ROUGHEST;
  return 1 - ROUGHNESS_WEIGHT * Math.log10(rough < SMOOTHEST ? SMOOTHEST : rough > ROUGHEST ? ROUGHEST : rough);
}
