import { readBare } from './bare-values.ts';
import { type Found, type Reader } from './found.ts';
import { readSecret } from './read-secret.ts';
import { BLANK, isAt, SPACE, type Text } from './text.ts';
import { quoteAt, readQuoted, type Value } from './quotes.ts';

/** How far before a flag its command is looked for. */
const COMMAND = 200;

/** Commands whose `-p` is a password, written to it or behind a blank; elsewhere it is a port, a path or a project. */
const PASSWORD_JOINED = /\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|sshpass|7z|zip)\b/;
const PASSWORD_APART = /\b(?:sshpass|az login|cf auth|htpasswd)\b/;
const REGISTRY = /\b(?:docker|podman|buildah|skopeo|crane|helm|oras)\b/;
const LOGIN = /\blogin\b/;
const USER = /\b(?:curl|wget|http|https|mongosh?)\b/;
const REDIS = /\bredis-cli\b/;
const OPENSSL = /\bopenssl\b/;

/** What stands before a place of the command that it is in: a pipe, an ampersand, a semicolon or a line's end begins another. */
function commandBefore(text: Text, to: number, floor: number): string {
  const piece = text.slice(Math.max(floor, to - COMMAND), to);
  let start = piece.length;
  while (start > 0 && !'|;&\n'.includes(piece.charAt(start - 1))) start -= 1;
  return piece.slice(start);
}

const argument = (text: Text, at: number, limit: number): Value => readQuoted(text, at, limit) ?? readBare(text, at, limit, 'word');

function readP(text: Text, { from, to }: { from: number; to: number }, floor: number): Found | null {
  const isApart = isAt(text, to, BLANK);
  const command = commandBefore(text, from, floor);
  const isPassword = isApart
    ? PASSWORD_APART.test(command) || (REGISTRY.test(command) && LOGIN.test(command))
    : PASSWORD_JOINED.test(command);
  if (!isPassword) return null;
  return readSecret(text, 'password', (limit) => argument(text, isApart ? to + 1 : to, limit));
}

/** `-u user:password` of curl and its like. */
function readUser(text: Text, { from, to }: { from: number; to: number }, floor: number): Found | null {
  if (!USER.test(commandBefore(text, from, floor))) return null;
  const start = to + (quoteAt(text, to)?.length ?? 0);
  const colon = text.slice(start, start + 64).search(/[:\s]/);
  if (colon < 0 || isAt(text, start + colon, SPACE)) return null;
  const at = start + colon + 1;
  return readSecret(text, 'password', (limit) =>
    start === to ? readBare(text, at, limit, 'word') : { ...(readQuoted(text, to, limit) as Value), from: at },
  );
}

const readBehind =
  (command: RegExp): Reader['read'] =>
  (text, { from, to }, floor) =>
    command.test(commandBefore(text, from, floor)) ? readSecret(text, 'password', (limit) => argument(text, to, limit)) : null;

/** Passwords that short flags give to a command; the command must stand before them on the line. */
export const COMMANDS: readonly Reader[] = [
  { triggers: [' -p'], read: readP },
  { triggers: [' -u ', ' --user '], read: readUser },
  { triggers: [' -a '], read: readBehind(REDIS) },
  { triggers: [' -k '], read: readBehind(OPENSSL) },
];
