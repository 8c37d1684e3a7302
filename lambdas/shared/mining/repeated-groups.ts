import { joinedVariables } from './joined-variables.ts';
import { isSoft, opened, type Token } from './token.ts';

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

function timesAt(tokens: readonly Token[], from: number, period: number): number {
  let same = 0;
  while (alike(tokens[from + same], tokens[from + same + period])) same += 1;
  return 1 + Math.floor(same / period);
}

function alike(a: Token | undefined, b: Token | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  return isSoft(a) || a.text === b.text;
}
