import { type Found, found, type Reader, type Span } from './found.ts';
import { isNoSecret, LOOKED_AT } from './no-secret.ts';
import { isAt, skipBack, SPACE, type Text, WORD } from './text.ts';

/** Longest user and password together that is looked for behind a slash: what ends before one is read once only, and may be of any length. */
const LONGEST = 256;
/** Schemes in whose addresses an `@` stands behind the host as well: in paths and parameters. */
const WEB = /(?:https?|wss?|ftp|s3|git)$/i;
/** A user that stands alone and is none: a token of a service. */
const TOKEN_USER = /^(?=.*\d)[A-Za-z0-9_-]{20,}$/;

/** The signs of an address: as they are, as JSON may escape them, and percent-encoded. */
interface Signs {
  colon: string;
  at: string;
  /** What ends the part with the host. */
  host: readonly string[];
  /** Characters that no address holds. */
  ends: ReadonlySet<number>;
}
const codes = (characters: string): Set<number> => new Set([...characters].map((character) => character.charCodeAt(0)));
const PLAIN: Signs = { colon: ':', at: '@', host: ['/', '?', '#'], ends: codes('"`<>\\') };
const ESCAPED: Signs = { colon: ':', at: '@', host: ['\\/', '?', '#'], ends: codes('"`<>') };
const ENCODED: Signs = { colon: '%3a', at: '%40', host: ['%2f', '%3f', '%23'], ends: codes('"`<>\\&') };

/** `scheme://user:password@host`: the user stays. */
const readAddress =
  (signs: Signs): Reader['read'] =>
  (text, { from, to }) => {
    // Most addresses have no user: the host's part alone tells.
    const host = pieceOf(text, to, signs, true);
    const at = host.lastIndexOf(signs.at);
    const colon = at < 0 ? host.lastIndexOf(signs.colon) : host.indexOf(signs.colon);
    if (at < 0 && (colon < 0 || host.startsWith('['))) return null;
    const isWeb = WEB.test(text.slice(skipBack(text, from, WORD, Math.max(0, from - 16)), from));
    const port = host.slice(colon + signs.colon.length);
    // A port, unless a host with a port of its own follows.
    if (at < 0 && /^\d*$/.test(port) && (isWeb || colon === 0 || (port !== '' && !HOST_AND_PORT.test(pieceOf(text, to, signs, false)))))
      return null;
    // A slash in a password leaves something behind the colon that is no port. Elsewhere than on the web the last `@` counts in any case: passwords hold
    // slashes and question marks more often than parameters hold an `@`.
    const isLonger = at < 0 || (!isWeb && colon >= 0 && colon < at);
    const info = isLonger ? pieceOf(text, to, signs, false) : host;
    const end = info.lastIndexOf(signs.at);
    return end <= 0 ? null : readUserInfo(to, info.slice(0, end), signs);
  };

const HOST_AND_PORT = /@[^@/:]{1,253}:\d{1,5}(?:[/?#]|$)/;

/** What stands up to white space, a quote or a bracket that no address holds; `isHost`: to the host's end. Percent codes in lower case. */
function pieceOf(text: Text, from: number, { ends, host, at: sign }: Signs, isHost: boolean): string {
  const last = isHost ? text.length : Math.min(text.length, from + LONGEST);
  let to = from;
  while (to < last && !isAt(text, to, SPACE)) {
    const code = text.charCodeAt(to);
    if (ends.has(code) || (isHost && host.some((end) => code === end.charCodeAt(0) && isSame(text, to, end)))) break;
    to += 1;
  }
  const piece = text.slice(from, to);
  return sign === '@' ? piece : piece.replaceAll(/%(?:3A|2F|40)/gi, (code) => code.toLowerCase());
}

const isSame = (text: Text, at: number, sign: string): boolean => text.slice(at, at + sign.length).toLowerCase() === sign;

function readUserInfo(from: number, info: string, { colon }: Signs): Found | null {
  const to = from + info.length;
  const at = info.indexOf(colon);
  const user = at < 0 ? info : info.slice(0, at);
  const spans: Span[] = [];
  if (/@|%40/.test(user)) spans.push({ from, to: from + user.length, kind: 'address' });
  else if (TOKEN_USER.test(user)) spans.push({ from, to: from + user.length, kind: 'token' });
  const password = at < 0 ? '' : info.slice(at + colon.length);
  if (password !== '' && !isNoSecret(password.slice(0, LOOKED_AT), 'password')) {
    spans.push({ from: from + user.length + colon.length, to, kind: 'password' });
  }
  // A user alone is no mailbox, though an `@` and a host follow it.
  return { spans, to };
}

const LONGEST_BACK = 128;

/** `user:password@tcp(host)` of Go's MySQL driver, and Oracle's `user/password@host` behind `thin:`. */
function readGo(text: Text, { from }: { from: number }, floor: number): Found | null {
  let start = from;
  while (start > Math.max(floor, from - LONGEST_BACK) && !isAt(text, start - 1, SPACE) && !'"\'`'.includes(text.slice(start - 1, start)))
    start -= 1;
  const colon = text.slice(start, from).indexOf(':');
  return colon < 0 || start + colon + 1 === from ? null : found('password', start + colon + 1, from);
}

function readThin(text: Text, { to }: { to: number }): Found | null {
  const info = /^[\w$#"]{1,64}\/([^\s"']{1,128}?)@/.exec(text.slice(to, to + LONGEST));
  const password = info?.[1];
  if (info === null || password === undefined) return null;
  const end = to + info[0].length - 1;
  return found('password', end - password.length, end);
}

export const ADDRESSES: readonly Reader[] = [
  { triggers: ['://'], read: readAddress(PLAIN) },
  { triggers: [':\\/\\/'], read: readAddress(ESCAPED) },
  { triggers: ['%3a%2f%2f'], read: readAddress(ENCODED) },
  { triggers: ['@tcp(', '@tcp6(', '@unix('], read: readGo },
  { triggers: [':thin:', ':oci:', 'sqlplus ', 'sqlldr '], read: readThin },
];
