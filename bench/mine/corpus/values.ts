import type { Random } from '../../forecast/random.ts';

/** What a placeholder of a template is filled with. */
export type Value = (next: Random) => string;

const unit = (next: Random, low: number, high: number): number => low + Math.floor(next() * (high - low + 1));

/** A whole number from `low` to `high`, each as likely. */
export const whole =
  (low: number, high: number): Value =>
  (next) =>
    String(unit(next, low, high));

/** A whole number from `low` (1 or more) to `high`, each length about as likely: counts, sizes and durations are skewed. */
export const size =
  (low: number, high: number): Value =>
  (next) =>
    String(Math.floor(low * (high / low) ** next()));

/** A number with `places` decimals, skewed like a size. */
export const decimal =
  (low: number, high: number, places: number): Value =>
  (next) =>
    (low * (high / low) ** next()).toFixed(places);

export const padded =
  (low: number, high: number, width: number): Value =>
  (next) =>
    String(unit(next, low, high)).padStart(width, '0');

/** `length` characters of an alphabet. */
export const code =
  (alphabet: string, length: number): Value =>
  (next) =>
    Array.from({ length }, () => alphabet[unit(next, 0, alphabet.length - 1)]).join('');

export const hex = (length: number): Value => code('0123456789abcdef', length);

/** One of the words, each as likely. */
export const any =
  (...words: readonly string[]): Value =>
  (next) =>
    words[unit(next, 0, words.length - 1)] as string;

/** The place of a draw by Zipf's law: the nth of `count` is n times as rare as the first. */
function zipf(next: Random, count: number): number {
  let total = 0;
  for (let place = 1; place <= count; place += 1) total += 1 / place;
  let left = next() * total;
  for (let place = 1; place < count; place += 1) {
    left -= 1 / place;
    if (left < 0) return place - 1;
  }
  return count - 1;
}

/** One of the words, the first ones more often: what one system sees of names, states and words. */
export const pick =
  (...words: readonly string[]): Value =>
  (next) =>
    words[zipf(next, words.length)] as string;

/** One of the values, the first ones more often. */
export const oneOf =
  (...values: readonly Value[]): Value =>
  (next) =>
    (values[zipf(next, values.length)] as Value)(next);

/** The value in `share` of the cases, else nothing. */
export const maybe =
  (share: number, value: Value): Value =>
  (next) =>
    next() < share ? value(next) : '';

/** From `low` to `high` of the values. */
export const listOf =
  (value: Value, low: number, high: number, separator = ', '): Value =>
  (next) =>
    Array.from({ length: unit(next, low, high) }, () => value(next)).join(separator);

/** `count` values drawn once a run, the first ones seen more often: the machines, users and tables that one installation has. */
export function pool(count: number, value: Value): Value {
  const drawn = new WeakMap<Random, string[]>();
  return (next) => {
    const known = drawn.get(next) ?? Array.from({ length: count }, () => value(next));
    drawn.set(next, known);
    return known[zipf(next, count)] as string;
  };
}

/** Values put together to one value. */
export const text =
  (constants: TemplateStringsArray, ...values: readonly Value[]): Value =>
  (next) =>
    constants.map((constant, index) => (index === 0 ? constant : (values[index - 1] as Value)(next) + constant)).join('');

export const flag: Value = any('true', 'false');
