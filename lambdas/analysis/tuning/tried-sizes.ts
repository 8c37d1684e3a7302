import type { Improvement, ReportLine } from '../../shared/contract/records.ts';
import { MIN_LINES } from '../min-lines.ts';

/** How long a call took at one memory setting that was in use with the live version's code. */
export interface TriedSize {
  memoryMb: number;
  /** Mean billed time of a call, ms: its duration, and its share of the cold starts' initialisation, which Lambda bills too. */
  meanMs: number;
  /** Standard error of the mean, ms. */
  errorMs: number;
  /** Calls that it rests on. */
  calls: number;
}

/**
 * A mean is never known better than to a fiftieth: neighbours on the same machine, and calls that differ from hour to hour, don't average out with
 * the number of lines.
 */
const LEAST_ERROR = 0.02;
/** Of a size whose median is known and whose mean is inferred from it: the two need not move alike. */
const HISTORY_ERROR = 0.1;

/** The sizes that REPORT lines show, of one and the same code; those with too few lines are left out. */
export function sizesOfReports(reports: readonly ReportLine[]): TriedSize[] {
  return [...Map.groupBy(reports, ({ memoryMb }) => memoryMb)]
    .filter(([, lines]) => lines.length >= MIN_LINES)
    .map(([memoryMb, lines]) => sizeOf(memoryMb, lines))
    .toSorted((a, b) => a.memoryMb - b.memoryMb);
}

function sizeOf(memoryMb: number, lines: readonly ReportLine[]): TriedSize {
  const billed = lines.map(({ durationMs, initMs }) => durationMs + (initMs ?? 0));
  const meanMs = billed.reduce((sum, each) => sum + each, 0) / billed.length;
  const variance = billed.reduce((sum, each) => sum + (each - meanMs) ** 2, 0) / (billed.length - 1);
  return { memoryMb, meanMs, errorMs: Math.max(Math.sqrt(variance / billed.length), LEAST_ERROR * meanMs), calls: lines.length };
}

/**
 * Sizes of earlier memory tunings, promoted or not: both versions served the same minutes, so the ratio of their medians is the ratio of the two
 * settings, and the size beside the live one has the live mean times that. Of the live version's code only, `codeSha256`.
 */
export function sizesOfHistory(
  improvements: readonly Improvement[],
  live: { codeSha256: string; size: Pick<TriedSize, 'memoryMb' | 'meanMs'> },
): TriedSize[] {
  return improvements.flatMap(({ kind, configuration, impact, rollout }): TriedSize[] => {
    if (kind !== 'tuning' || configuration === null || impact === null || rollout === null) return [];
    if (rollout.snapshot.codeSha256 !== live.codeSha256 || rollout.canarySha256 !== live.codeSha256) return [];
    const sides = [
      { memoryMb: rollout.snapshot.configuration.memoryMb, figures: impact.before },
      { memoryMb: configuration.memoryMb, figures: impact.after },
    ];
    const own = sides.find(({ memoryMb }) => memoryMb === live.size.memoryMb);
    const other = sides.find(({ memoryMb }) => memoryMb !== live.size.memoryMb);
    if (own === undefined || other === undefined || !own.figures.p50 || !other.figures.p50) return [];
    if (other.figures.requests < MIN_LINES || own.figures.requests < MIN_LINES) return [];
    const meanMs = (live.size.meanMs * other.figures.p50) / own.figures.p50;
    return [{ memoryMb: other.memoryMb, meanMs, errorMs: HISTORY_ERROR * meanMs, calls: other.figures.requests }];
  });
}
