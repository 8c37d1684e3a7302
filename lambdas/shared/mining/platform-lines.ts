import { isMark, opened, type Token, WORD } from './token.ts';

/**
 * Makes the lines that Lambda writes around an invocation one template each: a REPORT line has more figures after a cold start and where X-Ray
 * traces, and START names `$LATEST` or a number. How an invocation ended (`Status: timeout`) stays.
 */
export function platformLines(tokens: readonly Token[]): Token[] {
  const [first, second] = tokens;
  if (first?.kind !== WORD || second?.kind !== WORD || second.text !== 'RequestId') return [...tokens];
  if (first.text === 'START') return tokens.map((token, i) => (i > 0 && isAfter(tokens, i, 'Version') ? opened(token) : token));
  if (first.text !== 'REPORT') return [...tokens];
  const used = tokens.findIndex((_, i) => isAfter(tokens, i, 'Used'));
  const status = tokens.findIndex(({ text }) => text === 'Status');
  return used < 0 ? [...tokens] : [...tokens.slice(0, used + 1), ...(status < 0 ? [] : tokens.slice(status, status + 3))];
}

/** Whether a token is the value behind `name:`. */
function isAfter(tokens: readonly Token[], i: number, name: string): boolean {
  return isMark(tokens[i - 1], ':') && tokens[i - 2]?.text === name;
}
