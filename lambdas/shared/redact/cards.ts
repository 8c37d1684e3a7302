import { type Found, found, type Reader } from './found.ts';
import { ALNUM, DIGIT, HEX, isAt, skip, standsAt, type Text, WORD } from './text.ts';

/** First digits and lengths of the numbers that issuers give (ISO/IEC 7812-1; the issuers' published ranges). */
const ISSUERS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^3(?:0[0-5]|[689])/, [14, 16, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [16, 17, 18, 19]],
];

/** How numbers are printed in groups, longest first. */
const GROUPS = [
  [4, 4, 4, 4, 3],
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
] as const;
const LONGEST = 19;

/** Whether the last digit is the check digit of the others (Luhn; ISO/IEC 7812-1, annex B). */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const isCard = (digits: string): boolean =>
  ISSUERS.some(([first, lengths]) => lengths.includes(digits.length) && first.test(digits)) &&
  hasCheckDigit(digits) &&
  !/^(\d)\1*$/.test(digits);

/** Whether nothing before a place makes the digits there a part of something longer: a number below zero, a word, an id with dashes. */
function isStart(text: Text, at: number): boolean {
  if (isAt(text, at - 1, WORD)) return isEscape(text, at);
  const code = text.charCodeAt(at - 1);
  return code !== 0x2d && !((code === 0x2e || code === 0x2b) && isAt(text, at - 2, ALNUM));
}

const isEscape = (text: Text, at: number): boolean =>
  (standsAt(text, at - 3, '%') && isAt(text, at - 2, HEX) && isAt(text, at - 1, HEX)) ||
  (text.charCodeAt(at - 2) === 0x5c && /^[nrt]/.test(text.slice(at - 1, at)));

function isEnd(text: Text, at: number): boolean {
  if (isAt(text, at, WORD)) return false;
  const code = text.charCodeAt(at);
  return !((code === 0x2d || code === 0x2e) && isAt(text, at + 1, ALNUM));
}

/** Digits in a row. */
function readRow(text: Text, { from }: { from: number }): Found | null {
  if (!isStart(text, from)) return null;
  const end = skip(text, from, DIGIT, from + LONGEST + 1);
  return end - from <= LONGEST && isEnd(text, end) && isCard(text.slice(from, end)) ? found('card number', from, end) : null;
}

/** Groups of digits with the same sign between all of them. */
const readGroups =
  (sign: string): Reader['read'] =>
  (text, { from }) => {
    // Cheap first: a third group must follow, of the second's four or six digits.
    const third = from + 8 + sign.length;
    if (!standsAt(text, third, sign) && !standsAt(text, third + 2, sign)) return null;
    const before = text.charCodeAt(from - 1);
    const isColumn = sign === ' ' && before === 0x20;
    if (!isColumn && !isStart(text, from)) return null;
    for (const groups of GROUPS) {
      const end = groupsEnd(text, from, groups, sign);
      if (end === null || !isEnd(text, end) || (sign !== ' ' && standsAt(text, end, sign) && isAt(text, end + sign.length, DIGIT)))
        continue;
      if (isCard(text.slice(from, end).replaceAll(sign, ''))) return found('card number', from, end);
    }
    return null;
  };

function groupsEnd(text: Text, from: number, groups: readonly number[], sign: string): number | null {
  let at = from;
  for (const [index, length] of groups.entries()) {
    if (index > 0) {
      if (!standsAt(text, at, sign)) return null;
      at += sign.length;
    }
    if (skip(text, at, DIGIT, at + length + 1) !== at + length) return null;
    at += length;
  }
  return at;
}

/** Numbers of payment cards. One in ten of other numbers has a right check digit, so those of an id or of a longer number are left. */
export const CARDS: readonly Reader[] = [
  { triggers: ['0000000000000'], read: readRow },
  { triggers: ['0000 0000'], read: readGroups(' ') },
  { triggers: ['0000-0000'], read: readGroups('-') },
  { triggers: ['0000.0000'], read: readGroups('.') },
  { triggers: ['0000+0000'], read: readGroups('+') },
  { triggers: ['0000%200000'], read: readGroups('%20') },
];
