import { RE2JS, RE2JSException } from 're2js';
import type { Form } from './form.ts';
import { MOST_VALUE } from './placeholders.ts';

/** Longest expression: those of log shippers' own catalogues have under 200 characters. */
export const MOST_EXPRESSION = 500;
/** Instructions of the compiled program. RE2 takes time in proportion to program × text. */
export const MOST_PROGRAM = 500;
/**
 * Characters of a text in which expressions are looked for. The worst that was found within these bounds (`(a?){99}a{99}`) takes about a tenth of a second,
 * what people write some microseconds.
 */
const MOST_SEARCHED = 4096;
const MOST_GROUPS = 20;

/** Takes an expression of anybody's, or says what is wrong with it. */
export function compileExpression(expression: string): Form | { error: string } {
  if (expression.length > MOST_EXPRESSION) return { error: `it has ${expression.length} characters; expected at most ${MOST_EXPRESSION}` };
  const compiled = compile(expression);
  if (typeof compiled === 'string') return { error: compiled };
  if (compiled.programSize() > MOST_PROGRAM) {
    return { error: `it compiles to ${compiled.programSize()} instructions; expected at most ${MOST_PROGRAM}: repeat fewer times` };
  }
  if (compiled.groupCount() > MOST_GROUPS) return { error: `it has ${compiled.groupCount()} groups; expected at most ${MOST_GROUPS}` };
  if (compiled.test('')) return { error: 'it matches the empty text, and so every failure; expected one that needs some words' };
  return formOf(compiled);
}

function compile(expression: string): RE2JS | string {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    if (error instanceof RE2JSException)
      return `${error.message}; expected the syntax of RE2, which has no look-around and no back-references`;
    throw error;
  }
}

function formOf(expression: RE2JS): Form {
  return {
    literal: null,
    find: ({ original }) => {
      const searched = original.slice(0, MOST_SEARCHED);
      // Without groups it runs on the automaton, which is several times as fast.
      if (!expression.test(searched)) return null;
      const found = expression.matcher(searched);
      if (!found.find()) return null;
      const named = Object.entries(found.getNamedGroups());
      const values = Object.fromEntries(
        named.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value.slice(0, MOST_VALUE)]])),
      );
      const read = Object.values(values).reduce((sum, value) => sum + value.length, 0);
      const [from, to] = [found.start(), found.end()];
      return { from, to, read: values, values, literals: Math.max(1, to - from - read) };
    },
  };
}
