import { type Found, found, placeholderEnd, type Reader, type Span } from './found.ts';
import { readCookies, readSession } from './cookies.ts';
import { readAuthorization } from './authorization.ts';
import { isNoSecret, LOOKED_AT } from './no-secret.ts';
import { readSecret } from './read-secret.ts';
import { type Named, readBesideName, wrapperEnd } from './beside-names.ts';
import { kindOfName, NAME_TRIGGERS, type NamedKind } from './secret-names.ts';
import { BLANK, endOfLine, isAt, NAME, skip, skipBack, SPACE, standsAt, type Text } from './text.ts';
import { readBare, readBraced, readLine, type Style } from './bare-values.ts';
import { quoteAt, readQuoted } from './quotes.ts';

/** Longest name that is one; more letters in a row are a text without blanks. */
const NAME_LENGTH = 64;
/** Blanks that line values up below one another. */
const MOST_BLANKS = 40;

function readNamed(text: Text, trigger: { from: number; to: number }, floor: number): Found | null {
  const end = skip(text, trigger.to, NAME, trigger.to + NAME_LENGTH);
  if (end === trigger.to + NAME_LENGTH) return null;
  const closed = closingEnd(text, end);
  const separator = separatorEnd(text, closed);
  // Cheap: most words that are like a name have neither behind them.
  if (separator === null && !mayBeBeside(text, closed)) return null;
  const named = nameAt(text, trigger, { end, closed }, floor);
  if (named === null) return null;
  return separator === null ? readBesideName(text, named, floor) : readBehind(text, named, separator);
}

/** End of the quote, and of the bracket of `[password]` or `["password"]`, that closes a name. */
function closingEnd(text: Text, from: number): number {
  let at = from;
  for (let signs = 0; signs < 2; signs += 1) {
    const quote = quoteAt(text, at);
    if (quote !== null) at += quote.length;
    else if (text.charCodeAt(at) === 0x5d) at += 1;
    else if (standsAt(text, at, '%5D') || standsAt(text, at, '%5d')) at += 3;
  }
  return at;
}

const SEPARATORS = ['=>', ':=', '===', '==', '->', '=', ':', '%3D', '%3d', '%3A', '%3a', '\\u003d', '&#61;'] as const;

/** End of what stands between a name and its value, blanks included; null: none of {@link SEPARATORS} does. */
function separatorEnd(text: Text, from: number): number | null {
  const at = skip(text, from, BLANK, from + MOST_BLANKS);
  const code = text.charCodeAt(at);
  if (code !== 0x3d && code !== 0x3a && code !== 0x25 && code !== 0x2d && code !== 0x5c && code !== 0x26) return null;
  // `Token::Type` is a name with its scope.
  if (standsAt(text, at, '::')) return null;
  const sign = SEPARATORS.find((each) => standsAt(text, at, each));
  return sign === undefined ? null : at + sign.length;
}

/** Whether a blank, a comma, a tag's or object's end, an entity or an escape is behind a name: what {@link readBesideName} looks at. */
function mayBeBeside(text: Text, at: number): boolean {
  if (isAt(text, at, SPACE)) return true;
  const code = text.charCodeAt(at);
  return code === 0x2c || code === 0x3b || code === 0x3c || code === 0x3e || code === 0x7d || code === 0x26 || code === 0x5c;
}

function nameAt(
  text: Text,
  trigger: { from: number; to: number },
  { end, closed }: { end: number; closed: number },
  floor: number,
): Named | null {
  const first = Math.max(floor, trigger.from - NAME_LENGTH);
  let from = skipBack(text, trigger.from, NAME, first);
  if (from === trigger.from - NAME_LENGTH) return null;
  // The letter of `\n`, and the digits of `\u003c` and `%26`, are no part of the name.
  if (text.charCodeAt(from - 1) === 0x5c && from < trigger.from) from += standsAt(text, from, 'u') ? Math.min(5, trigger.from - from) : 1;
  else if (text.charCodeAt(from - 1) === 0x25) from = Math.min(from + 2, trigger.from);
  const name = text.slice(from, end);
  const kind = kindOfName(name) ?? (isGrant(text, from, end) ? 'code' : null);
  return kind === null || isParserWord(text, from, name) ? null : { from, to: closed, kind, quoted: closed > end };
}

/** `?code=…` of an address: what is given for a token, or opens a function. Codes of errors and states are shorter. */
function isGrant(text: Text, from: number, end: number): boolean {
  const before = text.charCodeAt(from - 1);
  return (before === 0x3f || before === 0x26) && /^code=(?=\S*\d)[\w%./~-]{20}/i.test(text.slice(from, end + 48));
}

/** `Unexpected token: …`: what a parser read. */
function isParserWord(text: Text, from: number, name: string): boolean {
  return (
    name.toLowerCase() === 'token' &&
    /\b(?:unexpected|unknown|illegal|unrecognized|bad|next|near) $/i.test(text.slice(Math.max(0, from - 16), from))
  );
}

/** A type between a name and its value: `password: string = 'x'`. */
const TYPE = /^ ?[A-Za-z_][\w.<>|[\] ]{0,30} = /;

function readBehind(text: Text, named: Named, sign: number): Found | null {
  const type = text.charCodeAt(sign - 1) === 0x3a ? (TYPE.exec(text.slice(sign, sign + 40))?.[0].length ?? 0) : 0;
  const separator = type === 0 ? sign : sign + type - 1;
  const start = skip(text, separator, BLANK, separator + MOST_BLANKS);
  if (placeholderEnd(text, start) !== null) return null;
  const isEmptyField =
    start > separator && !isAt(text, separator - 2, BLANK) && text.charCodeAt(separator - 1) === 0x3d && isField(text, start);
  if (isEmptyField) return null;
  const inside = wrapperEnd(text, start);
  if (inside !== null) return readOne(text, named, inside, inside);
  if (isOrdinary(text, named, start, separator)) return null;
  if (text.charCodeAt(start) === 0x5b && styleOf(text, named, separator) !== 'word') return readList(text, named, start);
  return readBlock(text, named, start) ?? readOne(text, named, start, separator);
}

/** An object, whose fields have names of their own: `{"`, `{ a:`, `{}`. */
const OBJECT = /^\{(?:\s|\\?["'}]|[\w-]{1,40}["']?[:=]|$)/;

/** A quote that closes the text that the name stands in: `{"prompt":"password:","x":1}`, `log('password:', value)`. */
const OUTER_QUOTE = /^\\{0,7}(["'`])(?:$|,\s*\\{0,7}\1|, \w|\}[}\]]*(?:$|,\s*\\{0,7}["'{])|\);?$)/;
/** Fewest characters of what is named a JWT or bearer, as packages are as well (`python3-jwt:all`). */
const LEAST_TOKEN = 12;

/**
 * What looks like a secret's name and value and is none: a text that ends with the name, a package, the working directory (`PWD=/var/task`), tests that passed (`pass=12`), a part of an ARN
 * (`:secret:prod/db`), and objects.
 */
function isOrdinary(text: Text, { from, to, quoted }: Named, start: number, separator: number): boolean {
  const name = text.slice(from, to);
  if (/^(?:OLD)?PWD$/.test(name)) return /^[/~]|^[A-Z]:/.test(text.slice(start, start + 2));
  if (/(?:jwt|bearer)$/i.test(name) && text.slice(start, start + LOOKED_AT).search(/[\s"',;]|$/) < LEAST_TOKEN) return true;
  if (!quoted && OUTER_QUOTE.test(text.slice(start, start + 12))) return true;
  if (/^pass$/i.test(name) && /^\d{1,5}(?!\d)/.test(text.slice(start, start + 6))) return true;
  const isPart = !quoted && start === to + 1 && separator === start && text.charCodeAt(to) === 0x3a && text.charCodeAt(from - 1) === 0x3a;
  return isPart || (text.charCodeAt(from) !== 0x2d && OBJECT.test(text.slice(start, start + 48)));
}

/** `password= user=bob`: there is none, and the next field begins. */
function isField(text: Text, at: number): boolean {
  const end = skip(text, at, NAME, at + NAME_LENGTH);
  return end > at && text.charCodeAt(end) === 0x3d && !isAt(text, end + 1, SPACE);
}

/** Opens what a value stands in: `('user', '…')`, `Some("…")`, `SecretStr('…')`, `string(7) "…"`, `b'…'`, `@"…"`. */
const WRAPPED = /^(?:\((?:"[^"]{0,24}"|'[^']{0,24}'), ?|[A-Za-z_][\w.:]{0,30}[([] ?|string\(\d{1,6}\) ?|[bBuUrRfFN@]{1,2})(?=["'`])/;

function readOne(text: Text, named: Named, start: number, separator: number): Found | null {
  const wrapped = WRAPPED.exec(text.slice(start, start + 40))?.[0].length ?? 0;
  // `os.environ["TOKEN"]` is code that reads it.
  if (wrapped > 0 && isNoSecret(text.slice(start, start + LOOKED_AT), named.kind === 'cookies' ? 'cookie' : 'password')) return null;
  if (named.kind === 'authorization') return readAuthorization(text, start);
  if (named.kind === 'cookies') return readCookies(text, start + (quoteAt(text, start)?.length ?? 0));
  const isBraced = named.kind === 'password' && text.charCodeAt(start) === 0x7b && isConnection(text, named.from);
  const isLine = isWholeLine(text, named, separator);
  const style = styleOf(text, named, separator);
  // Encoded quotes go with encoded signs, and the others with the others.
  const isQuoteEncoded = text.charCodeAt(start) === 0x25;
  const mayBeQuoted = isQuoteEncoded ? style === 'encoded' || named.quoted : style !== 'encoded';
  // `|password=x|`: what stands before the name ends its value.
  const isPiped = text.charCodeAt(named.from - 1) === 0x7c;
  return readSecret(text, named.kind, (limit) => {
    const quoted = (mayBeQuoted ? readQuoted(text, start + wrapped, limit) : null) ?? (isBraced ? readBraced(text, start) : null);
    if (quoted !== null) return quoted;
    if (named.kind === 'cookie') return readSession(text, start, limit);
    if (isPiped) return readLine(text, start, limit, '|');
    return isLine ? readLine(text, start, limit) : readBare(text, start, limit, style);
  });
}

/** Whether a name is a field of a connection string: those stand between semicolons. */
const isConnection = (text: Text, from: number): boolean =>
  from === 0 || text.charCodeAt(skipBack(text, from, BLANK, Math.max(0, from - 4)) - 1) === 0x3b;

function styleOf(text: Text, { from, quoted }: Named, separator: number): Style {
  if (standsAt(text, separator - 3, '%')) return 'encoded';
  if (text.charCodeAt(from) === 0x2d) return 'word';
  return !quoted && beginsLine(text, from) && !/\s/.test(restOfLine(text, separator)) ? 'line' : 'text';
}

/** Whether a name begins its line, as in files of settings. */
function beginsLine(text: Text, from: number): boolean {
  const indent = skipBack(text, from, BLANK, Math.max(0, from - MOST_BLANKS));
  return indent === 0 || text.charCodeAt(indent - 1) === 10;
}

const restOfLine = (text: Text, from: number): string =>
  text
    .slice(from, from + LOOKED_AT)
    .split('\n', 1)[0]
    ?.trim() ?? '';

/** Whether the rest of the line is the value: of passwords in YAML, which stand without quotes though they hold blanks. */
function isWholeLine(text: Text, { kind, from, quoted }: Named, separator: number): boolean {
  const isYaml = kind === 'password' && !quoted && text.charCodeAt(separator - 1) === 0x3a && isAt(text, separator, BLANK);
  if (!isYaml || !beginsLine(text, from)) return false;
  const rest = restOfLine(text, separator);
  return !OTHER_FIELD.test(rest) && !isNoSecret(rest.split(/\s/, 1)[0] ?? '', kind);
}

/** Another field on the same line. */
const OTHER_FIELD = /\s[\w.-]{1,40}[=:]/;

/** Brackets that hold no list: `[object Object]`, `[REDACTED]`. */
const PRINTED_LIST = /^\[(?:object |Object\b|Array\b|Function\b|Getter\b|Setter\b|Circular\b|Symbol\b|native |\.\.\.|\s*\])/;

/** A list: `["a", "b"]`, `[Bearer x]` as Go prints a header. Null: it is no list, or its first element is no secret. */
function readList(text: Text, { kind }: Named, start: number): Found | null {
  if (PRINTED_LIST.test(text.slice(start, start + 40))) return null;
  const spans: Span[] = [];
  let at = skip(text, start + 1, SPACE, start + MOST_BLANKS);
  for (;;) {
    const element = readElement(text, kind, at, spans.length > 0);
    if (element === null) break;
    spans.push(...element.spans);
    at = skip(text, element.to, BLANK, element.to + MOST_BLANKS);
    if (text.charCodeAt(at) !== 0x2c) break;
    at = skip(text, at + 1, SPACE, at + MOST_BLANKS);
  }
  const last = spans.at(-1);
  return last === undefined ? null : { spans, to: last.to };
}

function readElement(text: Text, kind: NamedKind, at: number, isLater: boolean): Found | null {
  const quote = quoteAt(text, at);
  if (quote === null && isLater) return null;
  if (kind === 'authorization') return readAuthorization(text, at);
  if (kind === 'cookies') return readCookies(text, at + (quote?.length ?? 0));
  return readSecret(text, kind, (limit) => readQuoted(text, at, limit) ?? readLine(text, at, limit, ']'));
}

/** A block of YAML: `|` or `>`, then lines that are indented more than the name. */
function readBlock(text: Text, { kind, from: name }: Named, start: number): Found | null {
  const head = /^[|>][+-]?\d? *\r?\n/.exec(text.slice(start, start + 8))?.[0];
  if (head === undefined || kind === 'authorization' || kind === 'cookies') return null;
  const indent = name - skipBack(text, name, BLANK, Math.max(0, name - MOST_BLANKS));
  let from = -1;
  let end = -1;
  for (let line = start + head.length; line < text.length;) {
    const content = skip(text, line, BLANK, line + NAME_LENGTH);
    const last = endOfLine(text, content);
    if (content - line <= indent && last > content) break;
    if (from < 0) from = content;
    if (placeholderEnd(text, from) !== null) return null;
    end = last;
    line = last + (standsAt(text, last, '\r\n') ? 2 : 1);
  }
  return end <= from ? null : found(kind, from, end);
}

/** Values that have the name of a secret, in each way in which logs give names to values. */
export const NAMED_VALUES: readonly Reader[] = [{ triggers: NAME_TRIGGERS, read: readNamed }];
