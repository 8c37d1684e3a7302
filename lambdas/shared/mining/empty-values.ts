import { isMark, MARK, type Token, VARIABLE } from './token.ts';

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Puts a variable where a value is left out, so that a line with it and a line without are of one template: `user= uid=0`, `from 10.0.0.1 ()`. */
export function emptyValues(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, i) =>
    token.kind === MARK && (isEmptyValue(tokens, i) || isEmptyBrackets(tokens, i))
      ? [token, { kind: VARIABLE, text: '', spaced: false, start: token.end, end: token.end }]
      : [token],
  );
}

function isEmptyValue(tokens: readonly Token[], i: number): boolean {
  const sign = tokens[i];
  if (!isMark(sign, '=') || sign?.spaced === true || i === 0) return false;
  const next = tokens[i + 1];
  if (next === undefined || [',', ';', '&', ')'].some((mark) => isMark(next, mark) && !next.spaced)) return true;
  // `a= b=1`: the next is a key, so this one has no value; `a= 5`: it is the value.
  return next.spaced && isMark(tokens[i + 2], '=') && next.kind !== VARIABLE;
}

function isEmptyBrackets(tokens: readonly Token[], i: number): boolean {
  const open = tokens[i];
  if (open === undefined) return false;
  const close = CLOSING[open.text];
  const next = tokens[i + 1];
  // `f()` is a call.
  return close !== undefined && isMark(next, close) && next?.spaced === false && (open.spaced || isMark(tokens[i - 1], '='));
}
