import { fold, type FoldedText } from './folded-text.ts';
import { MOST_VALUE, placeholderOf } from './placeholders.ts';

/** Where a form was found, and what stood for its placeholders. */
export interface Found {
  from: number;
  to: number;
  /** As they stand in the text, and with what was made of them. */
  read: Record<string, string>;
  values: Record<string, string>;
  /** Characters that had to be there as they are: the more, the less it can be something else. */
  literals: number;
}

/** One way in which a failure is said. */
export interface Form {
  /** Small letters without which it can't be found, asked first since that is cheap; null: there are none. */
  literal: string | null;
  find(text: FoldedText): Found | null;
}

/** How a form is written. */
export interface FormDraft {
  /**
   * The words, with placeholders: `connect ECONNREFUSED {host}:{port}`. Letters of any case and quotes of any kind are the same, a space is any
   * white space, `{*}` is anything up to what follows within the line, and words are found as whole words. A form of one word
   * is a name (`ThrottlingException`), and its letters are as they are.
   */
  says: string;
  /** What must stand anywhere in the record, its stack included. */
  near?: string;
  /** Takes what was read, and may add to it; null: it isn't this one after all. */
  read?: (values: Record<string, string>) => Record<string, string> | null;
}

type Gap = { name: string; one: RegExp; run: RegExp };
type Part = { literal: string } | Gap;

/** Places that are tried where a form begins often, and where a placeholder may end in several: no text makes the search slow. */
const MOST_TRIES = 50;
const MOST_ENDS = 4;
const WORDY = /[\p{L}\p{N}_]/u;

/**
 * Makes a form ready. It takes time in proportion to the text, whatever the text is: a placeholder is a run of at most {@link MOST_VALUE}
 * characters of a kind, {@link MOST_ENDS} places are tried where it may end, and {@link MOST_TRIES} where the form may begin.
 * @throws Error when the form can't be one.
 */
export function compileForm(draft: string | FormDraft): Form {
  const { says, near, read } = typeof draft === 'string' ? ({ says: draft } as FormDraft) : draft;
  const parts = partsOf(says);
  const literals = parts.flatMap((part) => ('literal' in part ? [part.literal] : []));
  const needed = near?.toLowerCase();
  const name = /^[\w.:]+$/.test(says) ? says : null;
  const literal = literals.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
  const weight = literals.reduce((sum, each) => sum + each.length, needed?.length ?? 0);
  return {
    literal,
    find: (text) => {
      if (needed !== undefined && !text.stack.includes(needed)) return null;
      const found = search(parts, text, name);
      if (found === null) return null;
      const values = read === undefined ? found.read : read(found.read);
      return values === null ? null : { ...found, values, literals: weight };
    },
  };
}

function partsOf(says: string): Part[] {
  const parts = fold(says)
    .replaceAll('\n', ' ')
    .split(/(\{(?:\*|[a-z][a-z0-9]*)\})/)
    .filter((part) => part !== '')
    .map((part): Part => {
      const name = /^\{(\*|[a-z][a-z0-9]*)\}$/.exec(part)?.[1];
      if (name === undefined) return { literal: part };
      const characters = name === '*' ? '[^\\n]' : placeholderOf(name).characters;
      return { name, one: new RegExp(characters), run: new RegExp(`${characters}{${name === '*' ? 0 : 1},${MOST_VALUE}}`, 'y') };
    });
  if (!parts.some((part) => 'literal' in part)) throw new Error(`form ${JSON.stringify(says)}: found no words; expected some`);
  if (parts.some((part, index) => 'name' in part && 'name' in (parts[index + 1] ?? {}))) {
    throw new Error(`form ${JSON.stringify(says)}: found two placeholders in a row; expected words between them`);
  }
  return parts;
}

/** `name`: as it has to be written. */
function search(parts: readonly Part[], text: FoldedText, name: string | null): Omit<Found, 'literals' | 'values'> | null {
  const [first, second] = parts;
  const leading = first !== undefined && 'name' in first ? first : null;
  const start = leading === null ? first : second;
  if (start === undefined || !('literal' in start)) return null;
  const rest = parts.slice(leading === null ? 1 : 2);
  let at = -1;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    at = text.folded.indexOf(start.literal, at + 1);
    if (at < 0) return null;
    if (name !== null && !text.original.startsWith(name, at)) continue;
    const from = leading === null ? at : beginOf(leading, text.lines, at);
    const ends = from === null || (leading === null && !isEdge(text.folded, at)) ? null : endsOf(rest, text, at + start.literal.length);
    if (from !== null && ends !== null) return foundAt(parts, text.original, from, at, start.literal, rest, ends);
  }
  return null;
}

/** Where each of the parts ends, the first of which begins at `from`; null: they don't stand there. */
function endsOf([part, ...rest]: readonly Part[], text: FoldedText, from: number): number[] | null {
  const { folded } = text;
  if (part === undefined) return isEdge(folded, from) ? [] : null;
  if ('literal' in part) {
    const end = from + part.literal.length;
    const others = folded.startsWith(part.literal, from) ? endsOf(rest, text, end) : null;
    return others === null ? null : [end, ...others];
  }
  for (const end of possibleEnds(part, rest[0], text, from)) {
    const others = endsOf(rest, text, end);
    if (others !== null) return [end, ...others];
  }
  return null;
}

/** Where a placeholder may end: the last places before what follows it; of `{*}` the first. */
function possibleEnds({ name, run }: Gap, next: Part | undefined, { folded, lines }: FoldedText, from: number): number[] {
  run.lastIndex = from;
  const length = run.exec(lines)?.[0].length ?? 0;
  if (name !== '*' && length === 0) return [];
  if (next === undefined || !('literal' in next)) return [from + length];
  const window = folded.slice(from, from + length + next.literal.length);
  const ends: number[] = [];
  let end = name === '*' ? window.indexOf(next.literal) : window.lastIndexOf(next.literal);
  while (end >= (name === '*' ? 0 : 1) && ends.length < MOST_ENDS) {
    ends.push(from + end);
    end = name === '*' ? window.indexOf(next.literal, end + 1) : window.lastIndexOf(next.literal, end - 1);
  }
  return ends;
}

/** Where a placeholder begins that ends at `to`; null: there is nothing for it to stand for. */
function beginOf({ name, one }: Gap, lines: string, to: number): number | null {
  let from = to;
  while (from > 0 && to - from < MOST_VALUE && one.test(lines.charAt(from - 1))) from -= 1;
  return from === to && name !== '*' ? null : from;
}

function foundAt(
  parts: readonly Part[],
  original: string,
  from: number,
  at: number,
  literal: string,
  rest: readonly Part[],
  ends: readonly number[],
): Omit<Found, 'literals' | 'values'> {
  const values: Record<string, string> = {};
  const [first] = parts;
  if (first !== undefined && 'name' in first && first.name !== '*') values[first.name] = original.slice(from, at);
  let begin = at + literal.length;
  for (const [index, part] of rest.entries()) {
    const end = ends[index] ?? begin;
    if ('name' in part && part.name !== '*') values[part.name] = trimmed(original.slice(begin, end), index === rest.length - 1);
    begin = end;
  }
  return { from, to: begin, read: values };
}

/** Whether no word goes on across this place. */
function isEdge(folded: string, at: number): boolean {
  return !(WORDY.test(folded.charAt(at - 1)) && WORDY.test(folded.charAt(at)));
}

/** The last word of a sentence without its full stop. */
function trimmed(value: string, last: boolean): string {
  return last ? value.replace(/[.:!]+$/, '') : value;
}
