import type { Improvement, ReportLine, Target } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import type { Ports, PublishedVersion } from '../shared/ports.ts';
import { MIN_LINES } from './min-lines.ts';
import { sizesOfHistory, sizesOfReports, type TriedSize } from './tuning/tried-sizes.ts';

type FleetPort = Pick<Ports, 'fleet'>;

/**
 * The memory settings that the live version's code was seen with: its own REPORT lines, those of versions of the same code, and earlier tunings on
 * record. Versions are only looked up where another setting shows, so that a target that was never tuned costs nothing.
 */
export async function readTried(
  ports: FleetPort,
  target: Target,
  reports: readonly ReportLine[],
  improvements: readonly Improvement[],
): Promise<TriedSize[]> {
  const live = reports.filter(({ version }) => version === target.liveVersion);
  const size = sizesOfReports(live).find(({ memoryMb }) => memoryMb === target.configuration.memoryMb);
  if (size === undefined) return [];
  const others = othersOf(target, reports);
  const tunings = improvements.filter(({ kind, impact }) => kind === 'tuning' && impact !== null);
  if (others.size === 0 && tunings.length === 0) return [size];
  const published = await versionOf(ports, target.name, target.liveVersion);
  if (published === null) return [size];
  const same: ReportLine[] = [];
  for (const [version, lines] of others) {
    if ((await versionOf(ports, target.name, version))?.codeSha256 === published.codeSha256) same.push(...lines);
  }
  const seen = sizesOfReports(same).filter(({ memoryMb }) => memoryMb !== size.memoryMb);
  const recorded = sizesOfHistory(tunings, { codeSha256: published.codeSha256, size });
  const known = [size, ...seen];
  return [...known, ...recorded.filter(({ memoryMb }) => known.every((each) => each.memoryMb !== memoryMb))];
}

/** Lines of other versions with another setting, by version, where there are enough. */
function othersOf({ liveVersion, configuration }: Target, reports: readonly ReportLine[]): Map<string, ReportLine[]> {
  const other = reports.filter(({ version, memoryMb }) => version !== liveVersion && memoryMb !== configuration.memoryMb);
  return new Map([...Map.groupBy(other, ({ version }) => version)].filter(([, lines]) => lines.length >= MIN_LINES));
}

/** Null when the version, or the function, is not there any more. */
async function versionOf({ fleet }: FleetPort, name: string, version: string): Promise<PublishedVersion | null> {
  try {
    return await fleet.version(name, version);
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return null;
  }
}
