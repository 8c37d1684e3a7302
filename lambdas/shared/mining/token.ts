/** A token that varies: its text says nothing about which template a line belongs to. */
export const VARIABLE = 0;
/** A plain word. */
export const WORD = 1;
/** A name that may well vary: with dots, slashes or numbers in it. */
export const NAME = 2;
/** A punctuation mark, or a run of the same. */
export const MARK = 3;
/** A word, or several, between quotes. */
export const QUOTED = 4;
/** A word where a value stands: after an unspaced `:`, alone in brackets, as the argument of a call. */
export const VALUE = 5;

/** Stands for the digits of a name (private use area, so that no text holds it by chance). */
export const DIGITS = '\u{E001}';

/** A value that a key names: `key=value`, `"key":"value"`. */
export const FIELD = 6;

/** One token of a line. */
export interface Token {
  kind: number;
  /** As it counts for the template: empty for a variable, a name's digits as {@link DIGITS}. */
  text: string;
  /** Whether a space precedes it. */
  spaced: boolean;
  /** Where it stands in its line, in UTF-16 units: [start, end). */
  start: number;
  end: number;
}

/** Whether a token may be the value of a parameter. */
export function isSoft({ kind }: Token): boolean {
  return kind !== WORD && kind !== MARK;
}

/** Whether there is a token, and it is this mark. */
export function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === MARK && token.text === text;
}

/** The token as a variable. */
export function opened(token: Token): Token {
  return token.kind === VARIABLE ? token : { ...token, kind: VARIABLE, text: '' };
}

/** Tokens as text, each variable and each name's number as `gap`. */
export function textOf(tokens: readonly Token[], gap: string): string {
  let text = '';
  for (const token of tokens) {
    if (token.spaced && text !== '') text += ' ';
    if (token.kind === VARIABLE) text += gap;
    else text += isSoft(token) ? token.text.replaceAll(DIGITS, gap) : token.text;
  }
  return text;
}
