import { random } from '../forecast/random.ts';
import type { LabelledLines } from './labelled-lines.ts';

const SHUFFLE_SEED = 7;

function keep(all: LabelledLines, order: readonly number[]): LabelledLines {
  const pick = (values: readonly string[]): string[] => order.map((line) => values[line] ?? '');
  return { ...all, lines: pick(all.lines), truth: pick(all.truth), corrected: all.corrected === null ? null : pick(all.corrected) };
}

function shuffled(count: number): number[] {
  const next = random(SHUFFLE_SEED);
  return Array.from({ length: count }, (_, line) => ({ line, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ line }) => line);
}

/** Changes that leave each line's template what it is: a miner that knows the lines by heart loses on these. */
export const ALTERATIONS: Record<string, (all: LabelledLines) => LabelledLines> = {
  'first half': (all) => keep(all, [...all.lines.keys()].slice(0, all.lines.length / 2)),
  'second half': (all) => keep(all, [...all.lines.keys()].slice(all.lines.length / 2)),
  'every third line': (all) =>
    keep(
      all,
      [...all.lines.keys()].filter((line) => line % 3 === 0),
    ),
  shuffled: (all) => keep(all, shuffled(all.lines.length)),
};
