import type { Evidence, ReportLine } from '../../shared/contract/records.ts';
import { locationOf, type Site } from '../../shared/source/sites.ts';
import { requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import { MIN_LINES } from '../min-lines.ts';
import type { TargetContext } from '../target-context.ts';
import { round } from '../../shared/detection/words.ts';

/**
 * Growth from the first to the last third of the window's lines, medians compared, from which memory grows: a tenth, and 5 MB at
 * least, which is more than a warming heap of Node drifts. The median shrugs off the restarts in between.
 */
const GROWTH = 0.1;
const GROWTH_MB = 5;

/** Gain: a leak ends in an out-of-memory of every copy, whose share of calls is not known before. */
const GAIN = 0.1;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Medians of the memory used in the first and the last third of the lines, by time; null with too few lines. */
function thirds(reports: readonly ReportLine[]): { first: number; last: number } | null {
  if (reports.length < MIN_LINES) return null;
  const sorted = reports.toSorted((a, b) => a.at - b.at).map((line) => line.maxMemoryMb);
  const third = Math.floor(sorted.length / 3);
  return { first: median(sorted.slice(0, third)), last: median(sorted.slice(-third)) };
}

/** By how many MB the memory used rose over the window, medians compared; 0 when it did not, or with too few lines. */
export function memoryRise(reports: readonly ReportLine[]): number {
  const found = thirds(reports);
  return found === null ? 0 : Math.max(0, found.last - found.first);
}

/** Whether the memory used rises over the window by more than a warming heap does. */
export function memoryGrows(reports: readonly ReportLine[]): boolean {
  const found = thirds(reports);
  return found !== null && found.last - found.first >= Math.max(GROWTH_MB, GROWTH * found.first);
}

/** A site that the codemod may bound has its location; one that it refused is told of in words, so that it is left to people. */
function evidenceOf(site: Site): Evidence {
  if (site.status === 'applicable') return { source: 'source', summary: `${site.summary}: ${site.reason}`, location: locationOf(site) };
  return { source: 'source', summary: `${locationOf(site)}: ${site.summary}; ${site.reason}` };
}

/** Something in memory that grows without a bound, seen in the source and in the telemetry. */
export function memoryGrowth(context: TargetContext): Finding[] {
  const sites = context.sites.filter((site) => site.kind === 'memory-growth');
  const refused = sites.find(({ status }) => status === 'refused');
  const found = thirds(context.reports);
  if (sites.length === 0 || found === null || !memoryGrows(context.reports)) return [];
  const telemetry: Evidence = {
    source: 'telemetry',
    summary: `The memory used rose from ${round(found.first)} to ${round(found.last)} MB within the window.`,
    figures: { firstMb: found.first, lastMb: found.last },
  };
  return [
    {
      kind: 'memory-growth',
      title: `${context.target.name} keeps more and more in memory`,
      evidence: [telemetry, ...sites.map(evidenceOf)],
      severity: 'high',
      gain: GAIN,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: context.reports.length,
      wanted: null,
      ...(refused !== undefined && sites.every(({ status }) => status === 'refused') ? { unproven: refused.reason } : {}),
    },
  ];
}
