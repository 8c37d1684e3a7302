import { Secrets } from './secrets.ts';
import { KINDS, type Kind, type Specimen } from './specimen.ts';

export type Redact = (text: string) => string;

/** Times that each line is made, with other secrets each time. */
const DRAWS = 20;
/** So many characters in a row of a secret are a leak: a stub of it may stay, as a word of an e-mail address could stand anywhere. */
const LEAK = 8;

export interface KindScore {
  kind: Kind;
  lines: number;
  /** Lines of which no secret, and no {@link LEAK} characters of one, are left. */
  clean: number;
  /** Clean lines that are otherwise as they were: each secret a placeholder, the rest untouched. */
  exact: number;
  /** Names of the specimens that leaked, with an example. */
  leaks: Map<string, { line: string; left: string }>;
  /** Names of those of which more was left out than the secret. */
  inexact: Map<string, { line: string; left: string }>;
}

/** What a redactor does to each kind of specimen. */
export function scoreSpecimens(list: readonly Specimen[], seed: number, redact: Redact): KindScore[] {
  const scores: KindScore[] = [];
  for (const kind of KINDS) {
    const score: KindScore = { kind, lines: 0, clean: 0, exact: 0, leaks: new Map(), inexact: new Map() };
    for (const specimen of list.filter((each) => each.kind === kind)) {
      for (let draw = 0; draw < DRAWS; draw += 1) scoreOne(specimen, seed + draw, redact, score);
    }
    scores.push(score);
  }
  return scores;
}

function scoreOne(specimen: Specimen, seed: number, redact: Redact, score: KindScore): void {
  const secrets = new Secrets(seed, `${specimen.kind}: ${specimen.name}`);
  const line = specimen.write(secrets);
  const left = redact(line);
  score.lines += 1;
  if (secrets.hidden.some((secret) => leaks(secret, left))) {
    score.leaks.set(specimen.name, { line, left });
    return;
  }
  score.clean += 1;
  if (isExact(line, secrets.hidden, left)) score.exact += 1;
  else score.inexact.set(specimen.name, { line, left });
}

/** Whether a text shows a secret, or {@link LEAK} characters of it in a row. */
export function leaks(secret: string, text: string): boolean {
  const length = Math.min(LEAK, secret.length);
  for (let at = 0; at + length <= secret.length; at += 1) if (text.includes(secret.slice(at, at + length))) return true;
  return false;
}

/** Whether `left` is `line` with a placeholder (no line break, at most 40 characters) for each hidden text, in order. */
export function isExact(line: string, hidden: readonly string[], left: string): boolean {
  let [from, at] = [0, 0];
  for (const [index, secret] of hidden.entries()) {
    const start = line.indexOf(secret, from);
    const before = line.slice(from, start);
    if (!left.startsWith(before, at)) return false;
    from = start + secret.length;
    const next = hidden[index + 1];
    const after = line.slice(from, next === undefined ? undefined : line.indexOf(next, from));
    const end =
      after === ''
        ? next === undefined
          ? left.length
          : left.indexOf(']', at + before.length) + 1
        : left.indexOf(after, at + before.length);
    if (end < 0 || !/^\[[^\n]{1,38}\]$/.test(left.slice(at + before.length, end))) return false;
    at = end;
  }
  return left.slice(at) === line.slice(from);
}

export interface LookAlikeScore {
  lines: number;
  kept: number;
  changed: Map<string, { line: string; left: string }>;
}

/** Lines that hold no secret, by what they look like. */
export type LookAlikes = Readonly<Record<string, (secrets: Secrets) => string>>;

/** How many lines without a secret come back as they are. */
export function scoreLookAlikes(lines: LookAlikes, seed: number, redact: Redact): LookAlikeScore {
  const score: LookAlikeScore = { lines: 0, kept: 0, changed: new Map() };
  for (const [name, write] of Object.entries(lines)) {
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const line = write(new Secrets(seed + draw, `look-alike: ${name}`));
      const left = redact(line);
      score.lines += 1;
      if (left === line) score.kept += 1;
      else score.changed.set(name, { line, left });
    }
  }
  return score;
}
