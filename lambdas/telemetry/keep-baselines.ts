import { FAILURE_SERIES } from '../shared/baseline/candidate.ts';
import { VITAL_SERIES } from '../shared/baseline/is-outlier.ts';
import type { SeriesBaseline } from '../shared/contract/records.ts';
import { StaleRecord } from '../shared/errors.ts';
import type { BaselineStore } from '../shared/ports.ts';

/**
 * Writes the series of one subject, each at the revision that it was read at: first the many, then the vital ones, failures last. Whether
 * the others learn a minute depends on the vital ones, and while those still wait for the minute, a run that repeats this one judges it as
 * this one did. (What is left: a run that dies between two vital series can have the second learn an ordinary value of a minute in which
 * the first was out of order. No minute is lost by it or learned twice.)
 * False: somebody else wrote one of them first; the others are written all the same.
 */
export async function keepBaselines(store: BaselineStore, changed: readonly SeriesBaseline[]): Promise<boolean> {
  const others = changed.filter(({ series }) => !VITAL_SERIES.has(series));
  const vital = changed.filter(({ series }) => VITAL_SERIES.has(series));
  const kept = await Promise.all(others.map((baseline) => keep(store, baseline)));
  for (const baseline of vital.toSorted((a, b) => rank(a) - rank(b))) kept.push(await keep(store, baseline));
  return kept.every(Boolean);
}

function rank({ series }: SeriesBaseline): number {
  return FAILURE_SERIES.has(series) ? 1 : 0;
}

async function keep(store: BaselineStore, baseline: SeriesBaseline): Promise<boolean> {
  try {
    await store.put(baseline);
    return true;
  } catch (error) {
    if (error instanceof StaleRecord) return false;
    throw error;
  }
}
