/** Data that can't be read; the message names file, line and column, what was found and what was expected. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Characters of a found text that an error repeats: enough for any timestamp or number. */
const SHOWN = 60;

/** A found text in quotes, cut, and safe for a terminal: what controls or hides text becomes an escape. */
export function found(text: string): string {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return JSON.stringify(shown).replaceAll(/[\p{Cc}\p{Cf}]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);
}
