import { isSoft, MARK, type Token, VARIABLE, WORD } from './token.ts';

/** Templates of one length and first word that are tried, in the order in which they were found. */
const TRIED = 64;

/** Templates that were consolidated, to find the one that a new line is of: its own words may stand where the template is open. */
export class OpenTemplates {
  readonly #byShape = new Map<string, { tokens: readonly Token[]; id: number }[]>();

  clear(): void {
    this.#byShape.clear();
  }

  add(tokens: readonly Token[], id: number): void {
    const shape = shapeOf(tokens);
    const same = this.#byShape.get(shape) ?? [];
    if (same.length < TRIED) this.#byShape.set(shape, [...same, { tokens, id }]);
  }

  /** A template that covers a line, with its number; null when none does. */
  find(tokens: readonly Token[]): { tokens: readonly Token[]; id: number } | null {
    return this.#byShape.get(shapeOf(tokens))?.find((template) => covers(template.tokens, tokens)) ?? null;
  }
}

function shapeOf(tokens: readonly Token[]): string {
  const [first] = tokens;
  return `${tokens.length} ${first?.kind === WORD ? first.text : ''}`;
}

function covers(template: readonly Token[], tokens: readonly Token[]): boolean {
  return template.every((expected, i) => {
    const token = tokens[i];
    if (token === undefined) return false;
    if (expected.kind === VARIABLE) return token.kind !== MARK;
    return token.text === expected.text && isSoft(token) === isSoft(expected) && token.kind !== VARIABLE;
  });
}
