import { MARK, type Token, VARIABLE } from './token.ts';

const JOINS = ':,#|;-';

/** Makes one of neighbouring variables, and of those that only a mark without spaces (a comma with one behind it) keeps apart. */
export function joinedVariables(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const last = out.at(-1);
    const before = out.at(-2);
    if (token.kind === VARIABLE && last?.kind === VARIABLE) out.splice(-1, 1, { ...last, end: token.end });
    else if (token.kind === VARIABLE && before?.kind === VARIABLE && last !== undefined && joins(last, token)) {
      out.splice(-2, 2, { ...before, end: token.end });
    } else out.push(token);
  }
  return out;
}

function joins(mark: Token, next: Token): boolean {
  return mark.kind === MARK && mark.text.length === 1 && JOINS.includes(mark.text) && !mark.spaced && (!next.spaced || mark.text === ',');
}
