import { redact } from '../../lambdas/shared/redact/redact.ts';
import { cleanLines } from './clean-lines.ts';
import { HELD_OUT } from './held-out/held-out.ts';
import { Secrets } from './secrets.ts';

export interface Speed {
  linesPerSecond: number;
  /** For 100 characters, in microseconds of processor time. */
  microseconds: number;
}

const ROUNDS = 5;
const LINES = 20_000;
/** One line in so many holds a secret. */
const DIRTY = 100;

/** Processor time of the best of some rounds over all lines, after one that is not counted: what other programs take does not count. */
export function speedOf(lines: readonly string[], work: (line: string) => unknown): Speed {
  const characters = lines.reduce((sum, { length }) => sum + length, 0);
  const round = (): number => {
    const start = process.cpuUsage();
    for (const line of lines) work(line);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  round();
  const best = Math.min(...Array.from({ length: ROUNDS }, round));
  return { linesPerSecond: (lines.length / best) * 1e6, microseconds: (best / characters) * 100 };
}

/** One look at each character: what any redaction of texts pays in this language. */
const look = (line: string): number => {
  let sum = 0;
  for (let at = 0; at < line.length; at += 1) sum += line.charCodeAt(at);
  return sum;
};

/** Speeds by what is redacted. */
export function speeds(seed: number, more: Readonly<Record<string, readonly string[]>>): Record<string, Speed> {
  const clean = cleanLines(LINES, seed);
  const dirty = clean.map((line, index) => {
    if (index % DIRTY !== 0) return line;
    const specimen = HELD_OUT[(index / DIRTY) % HELD_OUT.length] as (typeof HELD_OUT)[number];
    return specimen.write(new Secrets(seed + index, specimen.name));
  });
  const measured: [string, Speed][] = [
    ['lines without a secret, one look at each character', speedOf(clean, look)],
    ['lines without a secret', speedOf(clean, redact)],
    [`one line in ${DIRTY} with a secret`, speedOf(dirty, redact)],
    ...Object.entries(more).map(([name, lines]): [string, Speed] => [name, speedOf(lines, redact)]),
  ];
  return Object.fromEntries(measured);
}
