import type { History } from '../../test/faults/history.ts';

interface Found {
  invariant: string;
  what: string;
}

/** Counts histories by kind of fault and collects what was violated. */
export interface Tally {
  add(name: string, kinds: readonly string[], found: readonly Found[], history: History): void;
  broken(): number;
  report(): string[];
}

/** Histories that are shown for each violation of the same words. */
const MOST_SHOWN = 3;

export function createTally(): Tally {
  const byKind = new Map<string, { histories: number; broken: number }>();
  const byEnd = new Map<string, number>();
  const byWords = new Map<string, string[]>();
  let histories = 0;
  let broken = 0;
  return {
    add(name, kinds, found, { end }) {
      histories += 1;
      if (found.length > 0) broken += 1;
      for (const kind of new Set(kinds)) {
        const row = byKind.get(kind) ?? { histories: 0, broken: 0 };
        byKind.set(kind, { histories: row.histories + 1, broken: row.broken + (found.length > 0 ? 1 : 0) });
      }
      for (const { status } of end.improvements) byEnd.set(status, (byEnd.get(status) ?? 0) + 1);
      for (const { invariant, what } of found) {
        const words = `${invariant}: ${what.replaceAll(/\d{12}-|\(the history ended.*|, until \S+|\(in minute \d+\)/g, '')}`;
        byWords.set(words, [...(byWords.get(words) ?? []), name]);
      }
    },
    broken: () => broken,
    report: () => [
      '| fault | histories | violated |',
      '| --- | --- | --- |',
      ...[...byKind].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, row]) => `| ${kind} | ${row.histories} | ${row.broken} |`),
      '',
      `improvements: ${[...byEnd].map(([status, count]) => `${count} ${status}`).join(', ')}`,
      '',
      ...[...byWords]
        .toSorted(([, a], [, b]) => b.length - a.length)
        .map(([words, names]) => `${names.length} x ${words}\n    ${names.slice(0, MOST_SHOWN).join('; ')}`),
      `${histories} histories, ${broken} of them violated (goal: 0)`,
    ],
  };
}
