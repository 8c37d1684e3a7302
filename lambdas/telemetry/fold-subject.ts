import { foldTarget, type FoldedTarget, type FoldOptions } from '../shared/baseline/fold-target.ts';
import { loadBaselines } from '../shared/baseline/load-baselines.ts';
import type { SeriesPoint } from '../shared/baseline/points.ts';
import type { BaselineSubject, SeriesBaseline } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';

/** A subject's series after further points. */
export interface FoldedSubject {
  folded: FoldedTarget;
  /** Those that must be written. */
  changed: SeriesBaseline[];
  /** Series that could not be read. */
  quarantined: number;
}

/**
 * Reads the series of a subject and takes the points into them. Nothing is written, and without points nothing is read. A series that could
 * not be read is counted, logged and begins anew.
 */
export async function foldSubject(
  ports: Pick<Ports, 'baselines' | 'sink'>,
  subject: BaselineSubject,
  tenant: string,
  points: readonly SeriesPoint[],
  options: FoldOptions,
  log: (line: string) => void,
): Promise<FoldedSubject> {
  if (points.length === 0) return { folded: foldTarget({}, subject, tenant, [], options), changed: [], quarantined: 0 };
  const { series, quarantined } = await loadBaselines(ports, subject, tenant, log);
  const before = Object.fromEntries(series.map((baseline) => [baseline.series, baseline]));
  const folded = foldTarget(before, subject, tenant, points, options);
  const changed = Object.values(folded.series).filter((baseline) => baseline !== before[baseline.series]);
  return { folded, changed, quarantined };
}
