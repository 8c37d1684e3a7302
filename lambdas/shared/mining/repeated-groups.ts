import { joinedVariables } from './joined-variables.ts';
import { isMark, isSoft, opened, type Token } from './token.ts';

/** Tokens of one member of a list: `node-7 0xfe <ok>` has five. */
const LONGEST = 8;

/** Leaves one of the members of a list, its values open: the same few tokens again and again, of any length. */
export function repeatedGroups(tokens: readonly Token[]): Token[] {
  let list = tokens;
  for (let period = 1; period <= LONGEST; period += 1) list = ofPeriod(list, period);
  return list === tokens ? [...tokens] : joinedVariables(list);
}

function ofPeriod(tokens: readonly Token[], period: number): readonly Token[] {
  const out: Token[] = [];
  let i = 0;
  while (i < tokens.length) {
    const listed = listedAt(tokens, i, period);
    if (listed > 0) {
      out.push(...tokens.slice(i, i + period - 1).map((token) => (isSoft(token) ? opened(token) : token)));
      i += listed;
      continue;
    }
    const times = timesAt(tokens, i, period);
    if (times < 2 || !tokens.slice(i, i + period).some(isSoft)) {
      const token = tokens[i];
      if (token !== undefined) out.push(token);
      i += 1;
      continue;
    }
    out.push(...tokens.slice(i, i + period).map((token) => (isSoft(token) ? opened(token) : token)));
    i += period * times;
  }
  return out.length === tokens.length ? tokens : out;
}

/** Tokens of a list of at least two members that stands here, members of `period - 1` tokens with commas between them; 0: none does. */
function listedAt(tokens: readonly Token[], from: number, period: number): number {
  const comma = tokens[from + period - 1];
  if (period < 2 || !isMark(comma, ',') || !tokens.slice(from, from + period - 1).some(isSoft)) return 0;
  let same = 0;
  while (alike(tokens[from + same], tokens[from + same + period])) same += 1;
  const more = Math.floor((same + 1) / period);
  return more === 0 ? 0 : more * period + period - 1;
}

function timesAt(tokens: readonly Token[], from: number, period: number): number {
  let same = 0;
  while (alike(tokens[from + same], tokens[from + same + period])) same += 1;
  return 1 + Math.floor(same / period);
}

function alike(a: Token | undefined, b: Token | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  return isSoft(a) || a.text === b.text;
}
