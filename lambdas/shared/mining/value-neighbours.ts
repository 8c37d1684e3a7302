import { isMark, MARK, NAME, opened, type Token, VARIABLE, WORD } from './token.ts';

const CALENDAR = new Set('Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '));
/** Zones, and halves of the day. */
const AFTER_TIME = new Set('GMT UTC EST EDT CST CDT MST MDT PST PDT CET CEST BST AM PM am pm'.split(' '));
/** Units that change with the size of the value: `900 B`, `1.2 KB`. Words such as bytes and seconds stay. */
const UNITS = new Set('B KB MB GB TB PB KiB MiB GiB TiB kB K M G ns us µs usec ms msec s sec secs min mins h'.split(' '));
/** A path that begins at a root, or goes through two folders. */
const PATH = /^(?:[~.]{0,2}\/|[A-Za-z]:\\)|\/.*\//;
/** A pair or two of an address in hexadecimal digits: `FF:01:DC`. */
const HEX_PAIR = /^(?:[0-9A-Fa-f]{2}){1,2}$/;

/** Marks within an ARN, and tokens of the longest. */
const ARN_MARKS = new Set([':', '::', ':*', '*']);
const ARN_TOKENS = 24;
const QUERY_TOKENS = 24;
const JSON_VALUES = new Set(['true', 'false', 'null']);

/**
 * Opens what belongs to a value beside it: days and months of a date, zones of a time, units of a size, the pieces of an address, `#`; and
 * paths, ARNs and the bare values of JSON.
 */
export function valueNeighbours(tokens: readonly Token[]): Token[] {
  const out = tokens.map((token, i) => (isValueOfItself(tokens, i) ? opened(token) : token));
  const isValue = (at: number): boolean => out[at]?.kind === VARIABLE;
  const touches = (at: number): boolean => isValue(at) && out[at]?.spaced === false;
  for (const [i, token] of out.entries()) {
    if (token.kind === WORD && belongsToValue(out, i)) out[i] = opened(token);
    else if (isMark(token, '#') && (touches(i + 1) || (!token.spaced && isValue(i - 1)))) out[i] = opened(token);
  }
  for (let i = out.length - 1; i >= 0; i -= 1) {
    const token = out[i];
    if (token?.kind !== WORD || !CALENDAR.has(token.text)) continue;
    if (isValue(i - 1) || isValue(i + 1) || (isMark(out[i + 1], ',') && isValue(i + 2))) out[i] = opened(token);
  }
  return out;
}

function isValueOfItself(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (token === undefined) return false;
  if (token.kind === NAME && PATH.test(token.text)) return true;
  if (isMark(token, '/')) return isAlone(tokens, i);
  if (isInQuery(tokens, i)) return true;
  // `db.example.com:5432`: a host with its port, a class with its line.
  if (token.kind === NAME || token.text === 'localhost')
    return isMark(tokens[i + 1], ':') && isTouching(tokens, i + 1) && isNumberAt(tokens, i + 2);
  // `<1 ms`, `>5`
  if (isMark(token, '<') || isMark(token, '>')) return token.spaced && isNumberAt(tokens, i + 1) && !isMark(tokens[i + 2], '>');
  if (token.kind === WORD && JSON_VALUES.has(token.text)) return isMark(tokens[i - 1], ':') && isMark(tokens[i - 2], '"');
  return isInArn(tokens, i);
}

/** The root's path: it stands by itself, or in quotes or brackets. */
function isAlone(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  const after = tokens[i + 1];
  const opens = tokens[i]?.spaced === true || isOneOf(before, `"'(=`);
  return opens && before !== undefined && (after === undefined || after.spaced || isOneOf(after, `"'),?`));
}

const isOneOf = (token: Token | undefined, marks: string): boolean =>
  token?.kind === MARK && token.text !== '' && marks.includes(token.text);

/** Whether a token is of the query behind a path: `/orders?page=2&q=a`. */
function isInQuery(tokens: readonly Token[], at: number): boolean {
  for (let i = at; i > 0 && i > at - QUERY_TOKENS; i -= 1) {
    const token = tokens[i];
    if (token === undefined || token.spaced || isMark(token, '"') || isMark(token, "'") || isMark(token, ')') || isMark(token, ']'))
      return false;
    if (!isMark(token, '?')) continue;
    const path = tokens[i - 1];
    return (
      tokens[i + 1]?.spaced === false && (path?.kind === VARIABLE || (path?.kind === NAME && PATH.test(path.text)) || isMark(path, '/'))
    );
  }
  return false;
}

const isTouching = (tokens: readonly Token[], i: number): boolean => tokens[i]?.spaced === false;
const isNumberAt = (tokens: readonly Token[], i: number): boolean => tokens[i]?.kind === VARIABLE && isTouching(tokens, i);

/** Whether a token is of an ARN (`arn:aws:sqs:eu-west-1:…`), which ends at a space or a bracket. */
function isInArn(tokens: readonly Token[], at: number): boolean {
  for (let i = at; i >= 0 && i > at - ARN_TOKENS; i -= 1) {
    const token = tokens[i];
    if (token === undefined) return false;
    if (token.kind === WORD && token.text === 'arn' && isMark(tokens[i + 1], ':')) return true;
    if (token.spaced || (token.kind === MARK && !ARN_MARKS.has(token.text))) return false;
  }
  return false;
}

function belongsToValue(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (token === undefined) return false;
  const before = tokens[i - 1];
  if (before?.kind === VARIABLE && ((token.spaced && UNITS.has(token.text)) || AFTER_TIME.has(token.text))) return true;
  if (!HEX_PAIR.test(token.text)) return false;
  const after = tokens[i + 1];
  const follows = isMark(before, ':') && before?.spaced === false && !token.spaced && tokens[i - 2]?.kind === VARIABLE;
  const leads = isMark(after, ':') && after?.spaced === false && tokens[i + 2]?.kind === VARIABLE && tokens[i + 2]?.spaced === false;
  return follows || leads;
}
