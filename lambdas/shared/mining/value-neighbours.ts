import { isMark, NAME, opened, type Token, VARIABLE, WORD } from './token.ts';

const CALENDAR = new Set('Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '));
/** Zones, and halves of the day. */
const AFTER_TIME = new Set('GMT UTC EST EDT CST CDT MST MDT PST PDT CET CEST BST AM PM am pm'.split(' '));
/** Units that change with the size of the value: `900 B`, `1.2 KB`. Words such as bytes and seconds stay. */
const UNITS = new Set('B KB MB GB TB PB KiB MiB GiB TiB kB K M G ms us µs ns s'.split(' '));
/** A path that begins at a root, or goes through two folders. */
const PATH = /^(?:[~.]{0,2}\/.|[A-Za-z]:\\)|\/.*\//;
/** A pair or two of an address in hexadecimal digits: `FF:01:DC`. */
const HEX_PAIR = /^(?:[0-9A-Fa-f]{2}){1,2}$/;

/** Opens what belongs to a value beside it: days and months of a date, zones of a time, units of a size, the pieces of an address, `#`, and paths. */
export function valueNeighbours(tokens: readonly Token[]): Token[] {
  const out = tokens.map((token) => (token.kind === NAME && PATH.test(token.text) ? opened(token) : token));
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
