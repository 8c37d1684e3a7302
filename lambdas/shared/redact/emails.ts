import { found, type Reader } from './found.ts';
import { ALNUM, HEX, isAt, MAILBOX, standsAt, type Text } from './text.ts';

/** Longest part before the `@` (RFC 5321, 4.5.3.1.1), and twice of it where characters are percent-encoded. */
const MAILBOX_LENGTH = 64;
/** Longest domain (RFC 1035). */
const DOMAIN_LENGTH = 255;

/** What files and units end with, and no domain does. */
const NO_DOMAIN = new Set(
  `png jpg jpeg gif svg webp ico bmp tif tiff js mjs cjs jsx ts tsx mts cts json tgz gz tar bz2 xz jar war ear class map css scss less html htm xhtml
  yml yaml xml toml txt log lock node dll exe whl deb rpm pdf csv sql bin wasm snap service socket timer slice target mount scope device swap automount
  next latest beta alpha rc local internal localhost lan`.split(/\s+/),
);
/** Logins of hosts that serve repositories: `git@github.com:org/repo`. */
const REPOSITORY_LOGIN = /^(?:git|hg|svn|org-\d+)$/;

const isLetter = (text: Text, at: number): boolean => {
  if (at < 0 || at >= text.length) return false;
  return text.charCodeAt(at) < 128 ? isAt(text, at, ALNUM) : /[\p{L}\p{N}\p{M}\p{Cs}]/u.test(text.slice(at, at + 1));
};
const isMailbox = (text: Text, at: number): boolean => (text.charCodeAt(at) < 128 ? isAt(text, at, MAILBOX) : isLetter(text, at));

const readEmail =
  (sign: string): Reader['read'] =>
  (text, { from, to }, floor) => {
    // Cheap first: most signs of this kind are of versions, scopes and objects.
    if (
      !standsAt(text, from, sign) ||
      !isLetter(text, to) ||
      from === floor ||
      !(isMailbox(text, from - 1) || text.charCodeAt(from - 1) === 0x22)
    )
      return null;
    const end = domainEnd(text, to);
    if (end === null) return null;
    const start = mailboxStart(text, from, floor);
    if (start === from || isLogin(text, start, from, end)) return null;
    return found('address', start, end);
  };

const isLogin = (text: Text, start: number, at: number, end: number): boolean =>
  text.charCodeAt(end) === 0x3a && !isAt(text, end + 1, 1) && REPOSITORY_LOGIN.test(text.slice(start, at));

/** Delimiters that were escaped are not of the mailbox: what stands behind the last of them is. */
const DELIMITER = /^.*(?:%(?:2[02Cc67Ff]|3[A-Fa-f]|0[AaDd9]|5[BbDd]|7[BbDd])|\\u00[0-9a-f]{2}|&lt;|&gt;|&quot;)/is;

function mailboxStart(text: Text, to: number, floor: number): number {
  const first = Math.max(floor, to - MAILBOX_LENGTH - 16);
  if (text.charCodeAt(to - 1) === 0x22) return quotedStart(text, to, first);
  let start = to;
  while (start > first && isMailbox(text, start - 1)) start -= 1;
  // A run that goes on is no mailbox as a whole; its end could be one.
  const piece = text.slice(start, to);
  start += DELIMITER.exec(piece)?.[0].length ?? 0;
  if (text.charCodeAt(start - 1) === 0x5c && /^[nrt]/.test(text.slice(start, start + 1)) && to - start > 1) start += 1;
  else if (standsAt(text, start - 1, '\\u') && to - start > 5) start += 5;
  while (start < to && !isLetter(text, start)) start += 1;
  return start;
}

/** `"Ada L"@example.org` (RFC 5321: quoted string). */
function quotedStart(text: Text, to: number, first: number): number {
  let start = to - 2;
  while (start > first && text.charCodeAt(start) !== 0x22 && text.charCodeAt(start) !== 10) start -= 1;
  return start >= first && start < to - 2 && text.charCodeAt(start) === 0x22 && text.charCodeAt(to - 2) !== 0x5c ? start : to;
}

/**
 * End of a domain: labels of letters, digits and dashes in any script, of which the last has no digit, or is punycode. Null: no domain, or a
 * version (`node@24.1.0`) or a file (`logo@2x.png`).
 */
function domainEnd(text: Text, from: number): number | null {
  let end = from;
  let dots = 0;
  let label = from;
  let at = from;
  const last = Math.min(text.length, from + DOMAIN_LENGTH);
  while (at < last) {
    if (isLetter(text, at) || (text.charCodeAt(at) === 0x2d && at > label)) {
      at += 1;
      end = at;
    } else if (isEncoded(text, at)) {
      at += 3;
      end = at;
    } else if (text.charCodeAt(at) === 0x2e && at > label && isLetter(text, at + 1)) {
      dots += 1;
      at += 1;
      label = at;
    } else break;
  }
  if (dots === 0) return null;
  while (end > label && text.charCodeAt(end - 1) === 0x2d) end -= 1;
  const top = text.slice(label, end);
  if (!isTop(top) || /^\d+\.\d/.test(text.slice(from, from + 16))) return null;
  return label + top.length;
}

/** A percent-encoded character outside of ASCII. */
const isEncoded = (text: Text, at: number): boolean =>
  text.charCodeAt(at) === 0x25 && /^%[89A-Fa-f][\dA-Fa-f]/.test(text.slice(at, at + 3)) && isAt(text, at + 1, HEX);

const isTop = (label: string): boolean =>
  /^xn--[a-z0-9-]+$/i.test(label) ||
  (label.length >= 2 && !/\d/.test(label.replaceAll(/%[\dA-F]{2}/gi, '')) && !label.includes('-') && !NO_DOMAIN.has(label.toLowerCase()));

/** E-mail addresses, in any script, and with their `@` escaped. */
export const EMAILS: readonly Reader[] = [
  { triggers: ['@'], read: readEmail('@') },
  { triggers: ['%40'], read: readEmail('%40') },
  { triggers: ['%2540'], read: readEmail('%2540') },
  { triggers: ['\\u0040'], read: readEmail('\\u0040') },
  { triggers: ['&#64;'], read: readEmail('&#64;') },
];
