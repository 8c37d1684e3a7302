import { LEVEL_KEYS, MESSAGE_KEYS } from './message-keys.ts';
import { DIGITS, FIELD, isMark, MARK, opened, QUOTED, textOf, type Token, VARIABLE, WORD } from './token.ts';

/** Tokens between quotes that may be one value: more is prose, which is a template of its own kind. */
const MOST_WORDS = 12;
/** Where a key says that a value follows, values are longer: a header, an address, a statement. */
const MOST_WORDS_OF_VALUE = 64;

/**
 * Takes what stands between quotes as one value; a quoted key of JSON as a word. What a key of messages holds is left as it is, since that is the
 * line's own template.
 */
export function quotedValues(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  let i = 0;
  while (i < tokens.length) {
    const token = tokens[i];
    if (token === undefined) break;
    const mark = token.kind === MARK && (token.text === '"' || token.text === "'") ? token.text : null;
    const key = keyBefore(out);
    if (mark !== null && key !== null && MESSAGE_KEYS.has(key)) {
      // Not to be opened again at the closing quote.
      out.push(token);
      i += 1;
      continue;
    }
    const end =
      mark !== null && opens(out.at(-1), token) ? closingQuote(tokens, i, mark, key === null ? MOST_WORDS : MOST_WORDS_OF_VALUE) : null;
    if (end === null) {
      out.push(token);
      i += 1;
      continue;
    }
    out.push(token, content(tokens, i, end, key), { ...closing(tokens, end), spaced: false });
    i = end + 1;
  }
  return out;
}

/** The key that a value would belong to: `key=` or `"key":` just before. */
function keyBefore(out: readonly Token[]): string | null {
  const sign = out.at(-1);
  if (!isMark(sign, '=') && !isMark(sign, ':')) return null;
  const before = out.at(-2);
  const key = isMark(before, '"') || isMark(before, "'") ? out.at(-3) : before;
  return key?.kind === WORD ? key.text : null;
}

function opens(before: Token | undefined, quote: Token): boolean {
  // What begins a line is its message (klog: `"Probe failed" pod="a"`).
  if (before === undefined) return false;
  return quote.spaced || (before.kind === MARK && '=([{:,\\'.includes(before.text));
}

function closingQuote(tokens: readonly Token[], open: number, mark: string, most: number): number | null {
  for (let k = open + 1; k < tokens.length && k <= open + most + 1; k += 1) {
    const token = tokens[k];
    if (token === undefined || !isMark(token, mark)) continue;
    if (token.spaced && k > open + 1) return null;
    const next = tokens[k + 1];
    return next === undefined || next.spaced || next.kind === MARK ? k : null;
  }
  return null;
}

function content(tokens: readonly Token[], open: number, end: number, key: string | null): Token {
  const inside = tokens.slice(open + 1, end);
  const place = { spaced: false, start: tokens[open]?.end ?? 0, end: tokens[end]?.start ?? 0 };
  const isKey = key === null && isMark(tokens[end + 1], ':');
  if (inside.every(({ kind }) => kind === VARIABLE)) return { ...place, kind: VARIABLE, text: '' };
  // Names that are numbers (`{"17": …}`) are data.
  if (isKey && inside.length === 1 && inside[0]?.kind === WORD) return { ...place, kind: WORD, text: inside[0].text };
  const isField = key !== null && !LEVEL_KEYS.has(key);
  return { ...place, kind: isField ? FIELD : QUOTED, text: textOf(inside, DIGITS) };
}

function closing(tokens: readonly Token[], end: number): Token {
  return tokens[end] ?? opened({ kind: MARK, text: '', spaced: false, start: 0, end: 0 });
}
