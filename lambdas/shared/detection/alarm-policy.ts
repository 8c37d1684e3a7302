import { FIRST_AT, HEIGHT, SINCE } from './layout.ts';

/**
 * The one threshold for all series. The NAB score of the developers' half and of seven altered copies of it (every other row twice, averaged
 * pairs, noise added, square root, power 1.5, first 7 % cut off) is level within one and a half points from 1.1 to 1.5 and falls more steeply
 * above than below; fewer alarms are kinder to people.
 */
export const THRESHOLD = 1.35;

/** Rows since the last alarm when there was none: more than any decay remembers. */
export const NO_ALARM_YET = 1e9;

/** No alarm within this many rows after one: it would be the same incident. */
export const REFRACTORY_ROWS = 40;

/** After an alarm the next must be three times as strong, then less and less so: 1 + 2 e^(−k/60). */
const ECHO = 2;
const ECHO_ROWS = 60;

/** Every alarm raises the bar by 12 % for all later ones; the height decays over 5000 rows: a series that cries often is believed less. */
const HEIGHT_PER_ALARM = 0.12;
const HEIGHT_DECAY = Math.exp(-1 / 5000);

/**
 * A young detector has not seen a weekend or a second one: the bar is higher by 0.5 e^(−(age/10 days)^3). Without this, 60 % of the cost of
 * false alarms fell into the first 40 % of the series (NAB, developers' half).
 */
const YOUNG = 0.5;
const GROWN_MS = 864_000_000;

/**
 * The score after the alarm policy: strength / (1 + height + youth + 2 e^(−k/60)), k the rows since the last alarm; 0 in the first 40.
 * `score >= THRESHOLD` is exactly an alarm. Counts the row, and the alarm if it is one.
 */
export function applyPolicy(numbers: Float64Array, at: number, strength: number): number {
  const since = (numbers[SINCE] as number) + 1;
  const height = (numbers[HEIGHT] as number) * HEIGHT_DECAY;
  numbers[SINCE] = since;
  numbers[HEIGHT] = height;
  if (since <= REFRACTORY_ROWS || strength <= 0) return 0;
  const age = Math.max(0, at - (numbers[FIRST_AT] as number)) / GROWN_MS;
  const score = strength / (1 + height + YOUNG * Math.exp(-age * age * age) + ECHO * Math.exp(-since / ECHO_ROWS));
  if (score >= THRESHOLD) {
    numbers[SINCE] = 0;
    numbers[HEIGHT] = height + HEIGHT_PER_ALARM;
  }
  return score;
}
