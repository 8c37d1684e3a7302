import { decodedHead } from './decoded-head.ts';
import { type Found, found, type Reader } from './found.ts';
import { BASE64, endOfLine, isAt, skip, skipBack, SPACE, standsAt, type Text } from './text.ts';

/** `-----BEGIN` or `-----END`, a label, `PRIVATE KEY`, and dashes (RFC 7468); SSH2's (RFC 4716) has four dashes and blanks, PGP's says BLOCK. */
const BOUNDARY =
  /^-{4,5} ?(?:BEGIN|END)(?: |%20|\+)(?:[A-Z0-9]{1,12}(?: |%20|\+)){0,3}PRIVATE(?: |%20|\+)KEY(?:(?: |%20|\+)BLOCK)? ?-{4,5}/;
const LONGEST_BOUNDARY = 96;
/** Header lines of a key's own, before its base64. */
const HEADER = /^(?:Proc-Type|DEK-Info|Comment|Version|Hash|Subject|x-[\w-]+): ?/i;
/** Letters in a row of which words of a sentence have fewer: after a blank, a shorter run is a part of the key only if the key's end follows it. */
const WORD_LENGTH = 16;

const boundaryEnd = (text: Text, at: number): number | null => {
  const match = BOUNDARY.exec(text.slice(at, at + LONGEST_BOUNDARY));
  return match === null ? null : at + match[0].length;
};

/** End of white space, of line breaks that were escaped, once or more often (`\n`, `\\r\\n`), and of percent-encoded ones. */
function skipBreaks(text: Text, from: number): number {
  let at = from;
  for (;;) {
    const start = at;
    at = skip(text, at, SPACE);
    let escape = at;
    while (text.charCodeAt(escape) === 0x5c) escape += 1;
    if (escape > at && /^[nrt]/.test(text.slice(escape, escape + 1))) at = escape + 1;
    else at += /^(?:%0[AaDd]|%20)/.exec(text.slice(at, at + 3))?.[0].length ?? 0;
    if (at === start) return at;
  }
}

/** What stands between a key's lines beside breaks: `<br>`, the quotes and the comma of a list, the sign of a difference. */
const BETWEEN = /^(?:<br ?\/?>|\\{0,7}["'],\s{0,20}\\{0,7}["']|[+> ](?=[A-Za-z0-9+/-]))/i;

function skipBetween(text: Text, from: number): number {
  const at = skipBreaks(text, from);
  const between =
    at === from || text.charCodeAt(at) === 0x2b || text.charCodeAt(at) === 0x3e ? BETWEEN.exec(text.slice(at, at + 40)) : null;
  return between === null ? at : skipBreaks(text, at + between[0].length);
}

/** End of a run of base64; the letter of an escaped line break is none of it, nor is a checksum's `=`. */
const skipBase64 = (text: Text, from: number): number => {
  let at = skip(text, from, BASE64);
  while (text.charCodeAt(at) === 0x25 && /^%(?:2[BbFf]|3[Dd])/.test(text.slice(at, at + 3))) at = skip(text, at + 3, BASE64);
  return at;
};

/** End of a key's lines, with its last boundary if that is there. */
function bodyEnd(text: Text, from: number): number {
  let end = from;
  for (let first = true; ; first = false) {
    const start = skipBetween(text, end);
    const last = boundaryEnd(text, start);
    if (last !== null) return /END/.test(text.slice(start, start + 10)) ? last : end;
    const header = HEADER.exec(text.slice(start, start + 40));
    if (header !== null) {
      end = skipHeader(text, start + header[0].length);
      continue;
    }
    const to = skipBase64(text, start);
    if (to === start) return end;
    const isWord = !first && to - start < WORD_LENGTH && to < text.length && boundaryEnd(text, skipBetween(text, to)) === null;
    if (isWord) return end;
    end = to;
  }
}

function skipHeader(text: Text, from: number): number {
  const quoted = /^"[^"\n]{0,200}"/.exec(text.slice(from, from + 202))?.[0].length ?? 0;
  let at = from + quoted;
  while (at < text.length && !isAt(text, at, SPACE) && text.charCodeAt(at) !== 0x5c && text.charCodeAt(at) !== 0x22) at += 1;
  return at;
}

function readBegin(text: Text, { from }: { from: number }): Found | null {
  const body = boundaryEnd(text, from);
  if (body === null) return null;
  const end = bodyEnd(text, body);
  return end === body ? null : found('private key', from, end);
}

/** The end of a key whose beginning was cut off: what stands before it is of the key as far as it is base64. */
function readEnd(text: Text, { from }: { from: number }, floor: number): Found | null {
  const end = boundaryEnd(text, from);
  if (end === null) return null;
  let start = from;
  for (;;) {
    const gap = skipBreaksBack(text, start, floor);
    const run = skipBack(text, gap, BASE64, floor);
    if (run === gap || (gap - run < WORD_LENGTH && start !== from)) break;
    start = run;
  }
  return start === from ? null : found('private key', start, end);
}

function skipBreaksBack(text: Text, to: number, floor: number): number {
  let at = to;
  for (;;) {
    const end = at;
    at = skipBack(text, at, SPACE, floor);
    if (at - 2 >= floor && (standsAt(text, at - 2, '\\n') || standsAt(text, at - 2, '\\r'))) at -= 2;
    if (at === end) return at;
    while (at > floor && text.charCodeAt(at - 1) === 0x5c) at -= 1;
  }
}

/** PuTTY's own form: `Private-Lines: 14`, as many lines, `Private-MAC: …`. */
function readPutty(text: Text, { to }: { to: number }): Found | null {
  const count = endOfLine(text, to);
  if (!/^ ?\d{1,4}$/.test(text.slice(to, Math.min(count, to + 8)))) return null;
  const start = skipBreaks(text, count);
  const end = bodyEnd(text, start);
  return end === start ? null : found('private key', start, end);
}

function readPuttyMac(text: Text, { to }: { to: number }): Found | null {
  const start = skip(text, to, SPACE, to + 4);
  const end = skip(text, start, BASE64);
  return end - start < 32 ? null : found('private key', start, end);
}

/** The same key in base64 once more, as in a kubeconfig: `LS0tLS1CRUdJTi` is `-----BEGIN`. */
function readEncoded(text: Text, { from, to }: { from: number; to: number }): Found | null {
  if (text.slice(from, to) !== 'LS0tLS1CRUdJTi') return null;
  const isKey = /PRIVATE KEY/.test(decodedHead(text.slice(from, from + 64)));
  return isKey ? found('private key', from, skip(text, from, BASE64)) : null;
}

export const PRIVATE_KEYS: readonly Reader[] = [
  { triggers: ['-----begin ', '-----begin%20', '-----begin+', '---- begin '], read: readBegin },
  { triggers: ['-----end ', '-----end%20', '-----end+', '---- end '], read: readEnd },
  { triggers: ['private-lines:'], read: readPutty },
  { triggers: ['private-mac:'], read: readPuttyMac },
  { triggers: ['LS0tLS1CRUdJTi'], read: readEncoded },
];
