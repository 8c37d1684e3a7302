import type { CodeState, History, Invariant, Violation } from '../history.ts';

/**
 * After a rollback the version that serves has the code, byte by byte, and the configuration that the rollout found; the unpublished
 * state is as it was, whatever came of the rollout.
 */
export const restoresIdentical: Invariant = {
  name: 'restores-identical',
  check: (history) => [...servedCode(history), ...snapshots(history), ...latest(history)],
};

const text = (state: CodeState | undefined): string => JSON.stringify(state ?? null);

function servedCode({ start, end }: History): Violation[] {
  const before = start.alias?.version;
  if (before === undefined || end.alias?.version !== before) return [];
  return text(start.versions[before]) === text(end.versions[before]) ? [] : [`version ${before} is not what it was`];
}

/** What the record says was there is what was there. */
function snapshots({ start, end }: History): Violation[] {
  return end.improvements.flatMap(({ id, rollout }) => {
    if (rollout === null) return [];
    const { stableVersion, codeSha256, configuration } = rollout.snapshot;
    const there = start.versions[stableVersion] ?? end.versions[stableVersion];
    const same = there?.sha256 === codeSha256 && text({ ...there, configuration }) === text(there);
    return same ? [] : [`${id} recorded version ${stableVersion} as ${codeSha256}, it is ${there?.sha256 ?? 'not there'}`];
  });
}

function latest({ start, end, moments }: History): Violation[] {
  // Somebody deployed: $LATEST is theirs.
  if (moments.some((moment) => moment.kind === 'act' && ['deploy', 'deploy-beside-canary', 'change-latest'].includes(moment.act)))
    return [];
  return text(start.latest) === text(end.latest) ? [] : [`$LATEST is not as it was: ${end.latest.sha256} for ${start.latest.sha256}`];
}
