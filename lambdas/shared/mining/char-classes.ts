/** Classes of characters, by what they do to a token. */
export const SPACE = 1;
export const DIGIT = 2;
/** A letter that is a hexadecimal digit too. */
export const HEX = 3;
export const LETTER = 4;
/** Part of a word, but no letter. */
export const JOIN = 5;
/** A token of its own. */
export const PUNCTUATION = 6;
/** Stands for a variable in a template that is read again (private use area, so that no text holds it by chance). */
export const GAP = 7;

/** The character of class GAP. */
export const GAP_CHARACTER = '\u{E000}';

const JOINING = '_-./@$+*%&~\\';

const ASCII = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  if (code <= 32 || code === 127) ASCII[code] = SPACE;
  else if (/\d/.test(character)) ASCII[code] = DIGIT;
  else if (/[a-f]/i.test(character)) ASCII[code] = HEX;
  else if (/[a-z]/i.test(character)) ASCII[code] = LETTER;
  else ASCII[code] = JOINING.includes(character) ? JOIN : PUNCTUATION;
}

/** From here on scripts set no spaces between words (CJK radicals and all that follows; Hangul does, and is only cut where Latin letters meet it). */
export const FIRST_WIDE = 0x2e80;

/** Class of a UTF-16 code unit. Halves of surrogate pairs are letters. */
export function classOf(code: number): number {
  if (code < 128) return ASCII[code] ?? LETTER;
  if (code === 0xa0 || code === 0x3000 || code === 0xfeff || code === 0x85) return SPACE;
  if (code >= 0x2000 && code <= 0x206f) return code <= 0x200f || code >= 0x2028 ? SPACE : PUNCTUATION;
  if ((code >= 0x3001 && code <= 0x303f) || (code >= 0xff01 && code <= 0xff0f) || (code >= 0xff1a && code <= 0xff20)) return PUNCTUATION;
  if ((code >= 0xff10 && code <= 0xff19) || (code >= 0x660 && code <= 0x669)) return DIGIT;
  return code === 0xe000 || code === 0xe001 ? GAP : LETTER;
}
