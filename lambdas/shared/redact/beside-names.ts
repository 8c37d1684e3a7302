import { type Found, found, type Reader } from './found.ts';
import { readSecret } from './read-secret.ts';
import type { NamedKind } from './secret-names.ts';
import { BLANK, isAt, NAME, skip, skipBack, SPACE, standsAt, type Text } from './text.ts';
import { readBare, readLine, type Style } from './bare-values.ts';
import { quoteAt, readQuoted, type Value } from './quotes.ts';

/** A name of something secret. */
export interface Named {
  from: number;
  /** Behind the name, and the quotes and brackets that close it. */
  to: number;
  kind: NamedKind;
  /** Whether a quote or bracket closes the name. */
  quoted: boolean;
}

/** What stands before a tag's name: as it is, as an entity, and as JSON may escape it; and what ends the tag. */
const TAG_OPEN = ['<', '&lt;', '\\u003c'] as const;
/** The next element, in which the value of a named one stands: `<name>x</name><value>`, `<key>x</key><string>`. */
const VALUE_ELEMENT = /^<\/\w{1,20}>\s{0,20}<(?:\w{1,20}:)?(?:\w{0,20}value|string)>/i;
const TAG_CLOSE = ['>', '&gt;', '\\u003e'] as const;
/** Longest list of attributes. */
const LONGEST_TAG = 200;
/** Blanks between a flag and its value. */
const MOST_BLANKS = 8;

/** A secret without a `:` or `=` between its name and its value. */
export function readBesideName(text: Text, named: Named, floor: number): Found | null {
  const { kind } = named;
  if (kind === 'authorization' || kind === 'cookies') return null;
  return (
    readElement(text, named, kind) ??
    readNextElement(text, named, kind) ??
    readTuple(text, named, kind) ??
    readRow(text, named, kind) ??
    readFlag(text, named, kind) ??
    readPair(text, named, kind, floor) ??
    readForm(text, named, kind) ??
    readStatement(text, named, kind)
  );
}

/** An object around one value, of DynamoDB and OpenTelemetry among others: `{"S":"x"}`, `{"stringValue":"x"}`. */
const WRAPPER = /^\{\s?\\{0,7}["']?(?:S|value|Value|stringValue|string_value|plainText|secretValue)\\{0,7}["']?\s?:\s?/;

export function wrapperEnd(text: Text, at: number): number | null {
  const wrapper = text.charCodeAt(at) === 0x7b ? WRAPPER.exec(text.slice(at, at + 48)) : null;
  return wrapper === null ? null : at + wrapper[0].length;
}

type Kind = Exclude<NamedKind, 'authorization' | 'cookies'>;

const orBare = (text: Text, at: number, limit: number, style: Style = 'text'): Value =>
  readQuoted(text, at, limit) ?? readBare(text, at, limit, style);

/** `<password>x</password>`, with a namespace and attributes, escaped or not. */
function readElement(text: Text, { from, to }: Named, kind: Kind): Found | null {
  const name = text.charCodeAt(from - 1) === 0x3a ? skipBack(text, from - 1, NAME, Math.max(0, from - 40)) : from;
  // The `u003c` before a name is letters and digits as the name is.
  const form = TAG_OPEN.findIndex((open) => standsAt(text, name - open.length, open));
  const close = TAG_CLOSE[form];
  if (close === undefined) return null;
  const tag = text.slice(to, to + LONGEST_TAG);
  const end = tag.indexOf(close);
  if (end < 0 || tag.lastIndexOf('<', end) >= 0 || tag.charAt(end - 1) === '/') return null;
  const content = to + end + close.length;
  const data = standsAt(text, content, '<![CDATA[') ? content + 9 : content;
  const start = skip(text, data, SPACE, data + LONGEST_TAG);
  const open = TAG_OPEN[form] as string;
  const found = readSecret(text, kind, (limit) => readLine(text, start, limit, data > content ? ']' : open));
  // `login <user> <password> [options]` has no end tag, nor a value at the tag; a text that was cut off has one there.
  return found !== null && (data > content || standsAt(text, found.to, open) || start === content || isAt(text, found.to, SPACE))
    ? found
    : null;
}

function readNextElement(text: Text, { to }: Named, kind: Kind): Found | null {
  if (text.charCodeAt(to) !== 0x3c) return null;
  const start = VALUE_ELEMENT.exec(text.slice(to, to + LONGEST_TAG))?.[0].length;
  return start === undefined ? null : readSecret(text, kind, (limit) => readLine(text, to + start, limit, '<'));
}

/** `('password', 'x')`: two texts in brackets. The second of a list of names (`['password', 'token']`) is a word. */
function readTuple(text: Text, { from, to, quoted }: Named, kind: Kind): Found | null {
  const quote = quoted ? quoteAt(text, from - 1) : null;
  const isFirst = quote !== null && /[([]\s?$/.test(text.slice(Math.max(0, from - 3), from - 1));
  if (!isFirst || text.charCodeAt(to) !== 0x2c) return null;
  const start = skip(text, to + 1, BLANK, to + MOST_BLANKS);
  const value = readQuoted(text, start, start + LONGEST_TAG);
  if (value === null || !/^\s?[)\]]/.test(text.slice(value.end, value.end + 2))) return null;
  return /^[A-Za-z_.]*$/.test(text.slice(value.from, value.to)) ? null : readSecret(text, kind, () => value);
}

/** `| password | x |`: a row of a table. */
function readRow(text: Text, { from, to }: Named, kind: Kind): Found | null {
  if (kind !== 'password' || !standsAt(text, from - 2, '| ')) return null;
  const start = skip(text, to, BLANK, to + LONGEST_TAG);
  if (text.charCodeAt(start) !== 0x7c) return null;
  const found = readSecret(text, kind, (limit) => readLine(text, skip(text, start + 1, BLANK, start + MOST_BLANKS), limit, '|'));
  return found === null || /^\w+\(\d+\)/.test(text.slice(found.spans[0]?.from ?? 0, (found.spans[0]?.from ?? 0) + 20)) ? null : found;
}

/** `--password x`, `-srcstorepass x`, and the same as elements of a list: `'--password', 'x'`. */
function readFlag(text: Text, { from, to, quoted }: Named, kind: Kind): Found | null {
  if (text.charCodeAt(from) !== 0x2d || (from > 0 && !isAt(text, from - 1, BLANK) && quoteAt(text, from - 1) === null)) return null;
  const comma = quoted && text.charCodeAt(to) === 0x2c ? to + 1 : to;
  const start = skip(text, comma, BLANK, comma + MOST_BLANKS);
  if (comma > to ? quoteAt(text, start) === null : start === to || text.charCodeAt(start) === 0x2d) return null;
  return readSecret(text, kind, (limit) => orBare(text, start, limit, 'word'));
}

/** A field beside the name, up to two others between them: `"name":"PASSWORD","value":"x"`, `<add key="Password" value="x"/>`. */
const FIELD =
  /^\s{0,8}[,;]?\s{0,8}(?:\\{0,7}["']?\w{1,20}\\{0,7}["']?[:=]\s?\\{0,7}["']?[\w .:/-]{0,40}\\{0,7}["']?[,;]\s{0,8}){0,2}\\{0,7}["']?(?:[A-Za-z_]{0,20}_)?[A-Za-z]{0,20}value\\{0,7}["']?\s?[:=]>?\s?/i;

/** The same in the other order: the value, then the name; how such a name begins. */
const NAME_FIELD = /["']?[A-Za-z]{0,20}(?:key|name)["']?\s?[:=]\s?["']$/i;
const FIELD_BEFORE =
  /["']?[A-Za-z]{0,20}value["']?\s?[:=]\s?(["'])((?:(?!\1)[^\n]){1,120})\1\s?,\s?["']?[A-Za-z]{0,20}(?:key|name)["']?\s?[:=]\s?["']$/i;

function readPair(text: Text, { from, to, quoted }: Named, kind: Kind, floor: number): Found | null {
  if (!quoted && text.charCodeAt(from - 1) !== 0x3d) return null;
  const field = FIELD.exec(text.slice(to, to + LONGEST_TAG))?.[0];
  if (field !== undefined) {
    const start = wrapperEnd(text, to + field.length) ?? to + field.length;
    return quoted && quoteAt(text, start) === null ? null : readSecret(text, kind, (limit) => orBare(text, start, limit));
  }
  return quoted && NAME_FIELD.test(text.slice(Math.max(floor, from - 40), from)) ? readBefore(text, { from, to }, kind, floor) : null;
}

function readBefore(text: Text, { from, to }: { from: number; to: number }, kind: Kind, floor: number): Found | null {
  const before = FIELD_BEFORE.exec(text.slice(Math.max(floor, from - LONGEST_TAG), from));
  if (before === null) return null;
  const value = before[2] as string;
  const start = from - before[0].length + before[0].indexOf(value, before[0].search(/[:=]/));
  const secret = readSecret(text, kind, () => ({ from: start, to: start + value.length, end: start + value.length, quoted: true }));
  return secret === null ? null : { ...secret, to };
}

/** `name="password"`, an empty line, the value: multipart/form-data (RFC 7578). */
function readForm(text: Text, { to, quoted }: Named, kind: Kind): Found | null {
  if (!quoted) return null;
  const gap = /^(?:\r?\n\r?\n|(?:\\{1,7}r)?\\{1,7}n(?:\\{1,7}r)?\\{1,7}n)/.exec(text.slice(to, to + 40))?.[0];
  if (gap === undefined) return null;
  return readSecret(text, kind, (limit) => readLine(text, to + gap.length, limit, gap.startsWith('\\') ? '\\' : '\n'));
}

/** `PASSWORD 'x'` of SQL, `password was "x"`, and `login a password x` of a netrc. */
function readStatement(text: Text, { from, to, quoted }: Named, kind: Kind): Found | null {
  if (quoted) return null;
  if (kind === 'key') return readKeyBehind(text, to);
  if (kind !== 'password') return null;
  // `pass` is a verb as well.
  if (/^pass$/i.test(text.slice(from, to))) return null;
  const verb = /^ {1,4}(?:(?:is|was) )?/.exec(text.slice(to, to + MOST_BLANKS))?.[0].length ?? 0;
  const start = to + verb;
  if (verb === 0) return null;
  const isNetrc = /\blogin\s{1,8}\S{1,40}\s{1,8}$/.test(text.slice(Math.max(0, from - 64), from));
  return isNetrc || quoteAt(text, start) !== null ? readSecret(text, kind, (limit) => orBare(text, start, limit)) : null;
}

/** `aws configure set aws_secret_access_key …`: forty characters of base64. */
function readKeyBehind(text: Text, to: number): Found | null {
  const start = skip(text, to, BLANK, to + MOST_BLANKS);
  const isKey = start > to && /^(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/.test(text.slice(start, start + 41));
  return isKey ? found('AWS key', start, start + 40) : null;
}

/** `SET PASSWORD FOR 'app' = 'x'`. */
const FOR_USER = /^ FOR \S{1,80} ?= ?(?:PASSWORD\()?(?=['"])/i;

export const STATEMENTS: readonly Reader[] = [
  {
    triggers: ['set password'],
    read: (text, { to }) => {
      const user = FOR_USER.exec(text.slice(to, to + 100))?.[0].length;
      return user === undefined ? null : readSecret(text, 'password', (limit) => orBare(text, to + user, limit));
    },
  },
  {
    triggers: ['identified by ', 'identified with ', ' as password '],
    read: (text, { to }) => (quoteAt(text, to) === null ? null : readSecret(text, 'password', (limit) => orBare(text, to, limit))),
  },
];
