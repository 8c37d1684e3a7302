import { random, type Random } from '../../forecast/random.ts';
import { type System, type Template, templateText } from './template.ts';

export interface LabelledLine {
  readonly content: string;
  /** The format string with `<*>` for each value. */
  readonly template: string;
}

/** `count` lines of a system, each template with its share of them (largest remainder), in an order that the seed gives. */
export function linesOf(system: System, count: number, seed: number): LabelledLine[] {
  const next = random(seed);
  const order = shuffled(
    shares(system.templates, count).flatMap(({ template, lines }) => Array.from({ length: lines }, () => template)),
    next,
  );
  return order.map((template) => ({ content: contentOf(template, next), template: templateText(template) }));
}

/** How many of the lines each template has: the whole part of its share, and one more for the largest remainders. */
function shares(templates: readonly Template[], count: number): { template: Template; lines: number }[] {
  const total = templates.reduce((sum, { weight }) => sum + weight, 0);
  const exact = templates.map((template) => ({ template, share: (template.weight * count) / total }));
  const whole = exact.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const rest = new Set(exact.toSorted((a, b) => (b.share % 1) - (a.share % 1)).slice(0, count - whole));
  return exact.map((each) => ({ template: each.template, lines: Math.floor(each.share) + (rest.has(each) ? 1 : 0) }));
}

/** Fisher and Yates' shuffle. */
function shuffled<T>(items: T[], next: Random): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}

const contentOf = ({ constants, values }: Template, next: Random): string =>
  constants.map((constant, index) => (index === 0 ? constant : (values[index - 1]?.(next) ?? '') + constant)).join('');
