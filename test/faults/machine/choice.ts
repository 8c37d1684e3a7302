import { type Json, valueAt } from './paths.ts';

/** A rule of a Choice state, or a part of one. */
export interface ChoiceRule {
  Variable?: string;
  Next?: string;
  And?: ChoiceRule[];
  Or?: ChoiceRule[];
  Not?: ChoiceRule;
  [comparison: string]: unknown;
}

const NUMBERS: Record<string, (found: number, expected: number) => boolean> = {
  NumericEquals: (found, expected) => found === expected,
  NumericLessThan: (found, expected) => found < expected,
  NumericLessThanEquals: (found, expected) => found <= expected,
  NumericGreaterThan: (found, expected) => found > expected,
  NumericGreaterThanEquals: (found, expected) => found >= expected,
};

/** Whether a rule holds for an input. @throws RangeError for a comparison that this interpreter does not know. */
export function holds(rule: ChoiceRule, input: Json): boolean {
  if (rule.And !== undefined) return rule.And.every((part) => holds(part, input));
  if (rule.Or !== undefined) return rule.Or.some((part) => holds(part, input));
  if (rule.Not !== undefined) return !holds(rule.Not, input);
  const { Variable, Next: _next, Comment: _comment, ...comparisons } = rule;
  const [[name, expected] = ['nothing', undefined], ...more] = Object.entries(comparisons);
  if (Variable === undefined || more.length > 0) throw new RangeError(`choice: found ${JSON.stringify(rule)}, expected one comparison`);
  const found = valueAt(input, Variable);
  if (name === 'IsPresent') return (found !== undefined) === expected;
  if (found === undefined) throw new RangeError(`choice: ${Variable} is not in the input`);
  if (name === 'IsNull') return (found === null) === expected;
  if (name === 'StringEquals') return typeof found === 'string' && found === expected;
  if (name === 'BooleanEquals') return typeof found === 'boolean' && found === expected;
  const compare = NUMBERS[name];
  if (compare === undefined) throw new RangeError(`choice: found the comparison ${name}, which is not known here`);
  return typeof found === 'number' && compare(found, expected as number);
}
