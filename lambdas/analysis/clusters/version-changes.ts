import type { FunctionConfiguration, Improvement, RegisteredTarget, ReportLine, Target } from '../../shared/contract/records.ts';

/** A version that came to serve a target, as far as it is known. */
export interface VersionChange {
  version: string;
  /** It did not serve before `after`, and did from `by` on, epoch ms; between two readings nobody knows. */
  after: number;
  by: number;
  /** It served beside the version before it, as a canary, until then; null: it took all of the traffic. */
  besideUntil: number | null;
  /** For people: what came. */
  what: string;
  /** Settings before and after, where both are known and differ; null: they are the same, or nobody knows. */
  configuration: { before: Partial<FunctionConfiguration>; after: Partial<FunctionConfiguration> } | null;
  /** Nothing but the settings changed. */
  onlyConfiguration: boolean;
}

/** The changes of a target: Kaizen's own rollouts, which are on record, and the newest deployment that telemetry saw. Oldest first. */
export function versionChanges(
  target: Pick<Target, 'name' | 'liveVersion'>,
  registered: Pick<RegisteredTarget, 'target' | 'deployed'> | null,
  improvements: readonly Improvement[],
  reports: readonly ReportLine[],
  until: number,
): VersionChange[] {
  const own = improvements.filter((each) => each.target === target.name).flatMap((each) => rolloutOf(each, until));
  const live = own.some(({ version }) => version === target.liveVersion) ? [] : deploymentOf(target, registered, reports);
  return [...own, ...live].toSorted((a, b) => a.after - b.after);
}

function rolloutOf({ kind, title, configuration, rollout }: Improvement, until: number): VersionChange[] {
  const began = rollout?.weights[0]?.from;
  if (rollout === null || rollout.canaryVersion === null || began === undefined) return [];
  const before = rollout.snapshot.configuration;
  const { promotedAt, endedAt } = rollout;
  return [
    {
      version: rollout.canaryVersion,
      after: began,
      by: promotedAt ?? began,
      besideUntil: promotedAt === null ? (endedAt ?? until) : null,
      what: `Kaizen's version ${rollout.canaryVersion} ("${title}")`,
      configuration: kind === 'tuning' && configuration !== null ? { before, after: configuration } : null,
      onlyConfiguration: kind === 'tuning',
    },
  ];
}

function deploymentOf(
  { liveVersion }: Pick<Target, 'liveVersion'>,
  registered: Pick<RegisteredTarget, 'target' | 'deployed'> | null,
  reports: readonly ReportLine[],
): VersionChange[] {
  const deployed = registered?.deployed ?? null;
  if (deployed === null || deployed.after === null || registered?.target?.liveVersion !== liveVersion) return [];
  const { after, by } = deployed;
  // A REPORT line says with how much memory its version ran.
  const memory = (lines: readonly ReportLine[]): number | null => lines[0]?.memoryMb ?? null;
  const now = memory(reports.filter(({ version }) => version === liveVersion));
  const then = memory(reports.filter(({ version, at }) => version !== liveVersion && at < by).toSorted((a, b) => b.at - a.at));
  return [
    {
      version: liveVersion,
      after,
      by,
      besideUntil: null,
      what: `version ${liveVersion}`,
      configuration: now === null || then === null || now === then ? null : { before: { memoryMb: then }, after: { memoryMb: now } },
      onlyConfiguration: false,
    },
  ];
}
