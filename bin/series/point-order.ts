import { createStepFinder, type StepFound } from './step-finder.ts';
import type { PointRow } from '../input/read-points.ts';

/** Where a row stands among those before it. `late` is older than the newest point, `duplicate` as old as it: neither is learned. */
export type Place = 'next' | 'duplicate' | 'late' | 'missing';

/** What a file holds, beside its values. Times are epoch ms. */
export interface SeriesFacts {
  rows: number;
  /** Oldest and newest row; null without rows. */
  first: number | null;
  last: number | null;
  step: StepFound;
  /** Rows as old as the newest before them. */
  duplicates: number;
  /** Rows older than the newest before them. */
  outOfOrder: number;
  /** Rows without a value. */
  missing: number;
}

export interface PointOrder {
  add(row: Pick<PointRow, 'at' | 'value'>): Place;
  /** The most frequent distance between points so far, ms; null before the first. */
  typicalMs(): number | null;
  facts(): SeriesFacts;
}

/** Counts what stands in a series and how it is ordered; one pass, constant memory. */
export function createPointOrder(): PointOrder {
  const steps = createStepFinder();
  const counts = { rows: 0, duplicates: 0, outOfOrder: 0, missing: 0 };
  let first = Infinity;
  let last = -Infinity;
  /** Newest row with a value: what a detector compares with. */
  let learned = -Infinity;

  function place({ at, value }: Pick<PointRow, 'at' | 'value'>): Place {
    if (Number.isNaN(value)) return 'missing';
    if (at === learned) return 'duplicate';
    return at < learned ? 'late' : 'next';
  }

  return {
    add(row) {
      const found = place(row);
      counts.rows += 1;
      if (found === 'missing') counts.missing += 1;
      if (found === 'duplicate') counts.duplicates += 1;
      if (found === 'late') counts.outOfOrder += 1;
      if (found === 'next') learned = row.at;
      // A row without a value is no gap: the series was measured there.
      if (row.at > last && last !== -Infinity) steps.add(last, row.at);
      first = Math.min(first, row.at);
      last = Math.max(last, row.at);
      return found;
    },
    typicalMs: steps.typicalMs,
    facts: () => ({ ...counts, first: counts.rows === 0 ? null : first, last: counts.rows === 0 ? null : last, step: steps.found() }),
  };
}
