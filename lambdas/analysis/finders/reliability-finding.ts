import type { Evidence, OpportunityKind, Opportunity } from '../../shared/contract/records.ts';
import { locationOf, type Site } from '../../shared/source/sites.ts';
import { invocations, requestsPerHour, type ReportFigures } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';

/** Sites of one kind that may be changed and whose needs the telemetry meets. */
export function applicableSites(context: TargetContext, kind: Site['kind'], figures: Pick<ReportFigures, 'longestOk'>): Site[] {
  return context.sites.filter(
    (site) => site.kind === kind && site.status === 'applicable' && figures.longestOk <= (site.needs?.longestMs ?? Infinity),
  );
}

/** A finding about what fails, not about what is slow: the telemetry that agrees with the sites, and the sites. */
export function reliabilityFinding(
  context: TargetContext,
  kind: OpportunityKind,
  sites: readonly Site[],
  telemetry: Evidence,
  what: Pick<Finding, 'title' | 'gain'> & { severity: Opportunity['severity'] },
): Finding {
  return {
    kind,
    ...what,
    evidence: [
      telemetry,
      ...sites.map((site): Evidence => ({ source: 'source', summary: `${site.summary}: ${site.reason}`, location: locationOf(site) })),
    ],
    usersPerHour: requestsPerHour(context),
    occurrencesPerDay: ALWAYS,
    samples: invocations(context),
    wanted: null,
  };
}
