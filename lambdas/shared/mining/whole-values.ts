import { LEVEL_KEYS } from './message-keys.ts';
import { BOOLEANS, NO_VALUE } from './is-parameter.ts';
import { DIGITS, FIELD, isMark, MARK, NAME, textOf, type Token, VALUE, VARIABLE, WORD } from './token.ts';

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const ENDS = new Set([',', ';', ')', ']', '}', '&', '?']);
/** Tokens of a value in brackets; a longer one is taken apart. */
const LONGEST = 32;

/**
 * Takes what follows an unspaced `=` up to the next space or separator as one value, with its brackets closed (`ws=WorkSource{10113}` beside
 * `ws=null`), and marks the words that stand where values stand.
 */
export function wholeValues(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  let i = 0;
  while (i < tokens.length) {
    const token = tokens[i];
    if (token === undefined) break;
    out.push(token);
    i += 1;
    const end = isMark(token, '=') && !token.spaced && out.length > 1 ? endOfValue(tokens, i) : i;
    const run = tokens.slice(i, end);
    if (run.length < 2 || run.some((each) => isMark(each, '"') || isMark(each, "'") || isMark(each, '='))) continue;
    const isNumbers = run.every(({ kind }) => kind === VARIABLE || kind === MARK);
    const place = { spaced: false, start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0 };
    out.push(isNumbers ? { ...place, kind: VARIABLE, text: '' } : { ...place, kind: FIELD, text: textOf(run, DIGITS) });
    i = end;
  }
  return out.map((token, at) => {
    if (token.kind === MARK && NO_VALUE.has(token.text) && isAfterSign(out, at)) return { ...token, kind: VALUE };
    if (token.kind !== WORD && token.kind !== NAME) return token;
    if (isFieldPlace(out, at)) return { ...token, kind: FIELD };
    return token.kind === WORD && isValuePlace(out, at) ? { ...token, kind: VALUE } : token;
  });
}

function endOfValue(tokens: readonly Token[], from: number): number {
  const first = tokens[from];
  if (first === undefined || first.spaced) return from;
  const open: string[] = [];
  const limit = Math.min(tokens.length, from + LONGEST);
  for (let i = from; i < limit; i += 1) {
    const token = tokens[i];
    if (token === undefined || (open.length === 0 && i > from && token.spaced)) return i;
    if (token.kind !== MARK) continue;
    const close = CLOSING[token.text];
    if (close !== undefined) open.push(close);
    else if (open.at(-1) === token.text) open.pop();
    else if (open.length === 0 && ENDS.has(token.text)) return i;
  }
  return open.length === 0 ? limit : from;
}

/** Whether a token is what a key names: `key=value`. */
function isFieldPlace(tokens: readonly Token[], i: number): boolean {
  const sign = tokens[i - 1];
  const key = tokens[i - 2];
  return isMark(sign, '=') && sign?.spaced === false && tokens[i]?.spaced === false && key?.kind === WORD && !LEVEL_KEYS.has(key.text);
}

/** Whether a token stands by itself behind `:` or `=`. */
function isAfterSign(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1];
  return (isMark(tokens[i - 1], ':') || isMark(tokens[i - 1], '=')) && (next === undefined || next.spaced || isMark(next, ','));
}

function isValuePlace(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  const before = tokens[i - 1];
  if (token === undefined || before === undefined || i < 2) return false;
  const next = tokens[i + 1];
  if (isMark(next, '=') || (isMark(next, ':') && next?.spaced === false)) return false;
  if (token.text === 'localhost' || isMark(before, '=')) return true;
  if (isMark(before, '[') && isMark(next, ']')) return i > 1 && !token.spaced && next?.spaced === false;
  if (isMark(before, ':') && (NO_VALUE.has(token.text) || BOOLEANS.has(token.text))) return true;
  return (isMark(before, ':') || isMark(before, '(')) && !before.spaced && !token.spaced;
}
