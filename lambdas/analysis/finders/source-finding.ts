import type { Evidence, OpportunityKind } from '../../shared/contract/records.ts';
import { locationOf, type SiteKind } from '../../shared/source/sites.ts';
import { invocations, reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { current } from './unexplained.ts';
import { inMs } from '../../shared/detection/words.ts';

/**
 * Fewest invocations in the window for a change of code: a canary of a tenth would else see none of them, and nothing could be
 * proven about it.
 */
export const MIN_INVOCATIONS = 100;

/**
 * Mean duration below which a change of code is not worth its risk: Lambda bills by the millisecond and callers spend more than this
 * on the way (a round trip inside a region and the API in front of it).
 */
const MIN_MEAN_MS = 20;

/** Whether the telemetry of a target makes a change of its code worth while; also whether its source is read at all. */
export function worthChanging(view: Pick<TargetContext, 'span' | 'minutes' | 'reports'>): boolean {
  const figures = reportFigures(view.reports);
  const calls = view.minutes.reduce((sum, stats) => sum + stats.invocations, 0);
  return figures !== null && calls >= MIN_INVOCATIONS && figures.mean >= MIN_MEAN_MS;
}

/**
 * A finding from the source and the telemetry together: the pattern is there, provably safe to change, and slow calls run through
 * it. A site that the recogniser refused is evidence for nothing.
 */
export function sourceFinding(context: TargetContext, kind: SiteKind & OpportunityKind, what: { title: string; gain: number }): Finding[] {
  const sites = context.sites.filter((site) => site.kind === kind && site.status === 'applicable');
  const figures = reportFigures(context.reports);
  if (sites.length === 0 || figures === null || !worthChanging(context)) return [];
  const telemetry: Evidence = {
    source: 'telemetry',
    summary: `${invocations(context)} calls in the window; mean ${inMs(figures.mean)}, 95th percentile ${inMs(figures.p95)}.`,
    figures: { invocations: invocations(context), meanMs: figures.mean, p95Ms: figures.p95 },
  };
  const slower = current(context).some((anomaly) => anomaly.type === 'latency' || anomaly.series === 'duration-p95');
  return [
    {
      kind,
      title: what.title,
      evidence: [
        telemetry,
        ...sites.map((site): Evidence => ({ source: 'source', summary: `${site.summary}: ${site.reason}`, location: locationOf(site) })),
      ],
      severity: slower ? 'high' : 'medium',
      gain: what.gain,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: invocations(context),
      wanted: null,
    },
  ];
}
