import type { Correlation, Series } from '../../shared/contract/records.ts';
import { SERIES_WORDS } from '../../shared/detection/words.ts';
import { rankCorrelation } from '../../shared/stats/rank-correlation.ts';
import type { SeriesPoint, TargetView } from '../target-context.ts';
import { type EvenBin, LEAST_BINS } from './even-bins.ts';
import { chanceWords, LEVEL } from './subject.ts';

/** Series that a cluster is compared with. */
export interface Compared {
  /** Null: the cluster's own target. */
  target: string | null;
  name: Series;
  points: readonly SeriesPoint[];
}

/**
 * The series among those compared that the failures a call of a cluster go with, over stretches of equal traffic ({@link EvenBin}): rank
 * correlation, its p-value times the number of series that were looked at. Strongest first.
 */
export function againstSeries(bins: readonly EvenBin[], compared: readonly Compared[], kind: 'metric' | 'upstream'): Correlation[] {
  return compared
    .flatMap((series): Correlation[] => {
      const pairs = bins.flatMap((bin) => {
        const value = meanWithin(series.points, bin);
        return value === null ? [] : [{ value, rate: bin.failures / bin.calls }];
      });
      if (pairs.length < LEAST_BINS) return [];
      const {
        rho,
        p: plain,
        effective,
      } = rankCorrelation(
        pairs.map(({ rate }) => rate),
        pairs.map(({ value }) => value),
      );
      const p = Math.min(1, plain * compared.length);
      if (p >= LEVEL) return [];
      return [
        {
          kind,
          summary:
            `Fails more often when the ${SERIES_WORDS[series.name]}${series.target === null ? '' : ` of ${series.target}`} is ` +
            `${rho > 0 ? 'higher' : 'lower'}: rank correlation ${rho.toFixed(2)} over ${pairs.length} stretches of equal traffic; ${chanceWords(p)}.`,
          strength: Math.abs(rho),
          method: `Spearman's rank correlation of failures a call, p corrected for how the series wander and for ${compared.length} looked at`,
          figures: { rho, p, stretches: pairs.length, effective },
        },
      ];
    })
    .toSorted((a, b) => b.strength - a.strength);
}

/** What is compared of a target. */
export function seriesOf(target: string | null, series: TargetView['series'], names: readonly Series[]): Compared[] {
  return names.flatMap((name) => {
    const points = series[name] ?? [];
    return points.length === 0 ? [] : [{ target, name, points }];
  });
}

function meanWithin(points: readonly SeriesPoint[], { from, to }: EvenBin): number | null {
  const values = points.filter(({ at }) => at >= from && at < to).map(({ value }) => value);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
