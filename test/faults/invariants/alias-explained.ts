import { MOVES } from '../plan/act-names.ts';
import type { AliasView, History, Invariant, Standing, Violation } from '../history.ts';
import { aliasText, type AliasMoment, decidedBy, decisionsBefore, kaizenChanges } from './alias-changes.ts';

/**
 * The alias never rests on an unexplained version or weight:
 * - each change by Kaizen has a decision of its kind on the audit before it;
 * - whenever nothing runs, the records of the improvements allow what the alias says, or a person put it there;
 * - in the end no canary of ours is left, and the version is the stable one, the promoted one, or what somebody else moved it to.
 */
export const aliasExplained: Invariant = {
  name: 'alias-explained',
  check: (history) => [...undecidedChanges(history), ...unexplainedRests(history), ...unexplainedEnd(history)],
};

function undecidedChanges(history: History): Violation[] {
  return kaizenChanges(history).flatMap((change) => {
    const { kind, words, moment } = change;
    if (kind === 'unknown') return [`${moment.what} moved the alias as no rollout does: ${words}`];
    const decided = decisionsBefore(history, change).some(({ action }) => decidedBy(change).includes(action));
    return decided ? [] : [`${moment.what} moved the alias (${words}) without a decision ${decidedBy(change).join(' or ')} on record`];
  });
}

function unexplainedRests(history: History): Violation[] {
  const found: Violation[] = [];
  let foreign: AliasView | null | undefined;
  for (const moment of history.moments) {
    if (moment.kind === 'alias' && moment.by === 'person') foreign = moment.after;
    if (moment.kind !== 'quiet') continue;
    const { alias, improvements } = moment;
    const theirs = foreign !== undefined && sameAlias(foreign, alias);
    if (!theirs && !isLeftToPerson(history, improvements) && !isAllowed(history, foreign, alias, improvements)) {
      const records = improvements.map(({ id, status, rollout }) => `${id} ${status}/${rollout?.phase ?? 'not begun'}`).join(', ');
      found.push(`the alias rests on ${aliasText(alias)} while the records say ${records}`);
    }
  }
  return found.slice(0, 1);
}

/** A function that lost its tag: Kaizen may not touch its alias any more, and the record says what a person has to do. */
function isLeftToPerson({ moments }: History, improvements: readonly Pick<Standing, 'status' | 'reason'>[]): boolean {
  const untagged = moments.some((moment) => moment.kind === 'act' && moment.act === 'remove-tag');
  return untagged && improvements.some(({ status, reason }) => status === 'not-deployed' && reason.includes('aws lambda update-alias'));
}

const sameAlias = (a: AliasView | null, b: AliasView | null): boolean => aliasText(a) === aliasText(b);

/** Whether the alias may stand so: on a base that somebody chose, with no canary but that of an open rollout with a share it may have. */
function isAllowed(
  history: History,
  foreign: AliasView | null | undefined,
  alias: AliasView | null,
  improvements: readonly Standing[],
): boolean {
  if (alias === null) return false;
  const bases = [history.start.alias?.version, foreign?.version, ...improvements.flatMap(promotedVersion)];
  if (!bases.includes(alias.version)) return false;
  const { canary } = alias;
  if (canary === null) return true;
  return improvements.some(
    ({ status, rollout }) =>
      status === 'rolling-out' &&
      rollout?.canaryVersion === canary.version &&
      rollout.plan?.steps.some(({ weight }) => weight === canary.weight) === true,
  );
}

/** The version that an improvement may have put all traffic on. */
function promotedVersion({ status, rollout }: Standing): string[] {
  const may = rollout !== null && (['promoting', 'watching', 'closing'].includes(rollout.phase) || rollout.promotedAt !== null);
  const promoted = status === 'promoted' || (status === 'rolling-out' && may);
  return promoted && rollout !== null && rollout.canaryVersion !== null ? [rollout.canaryVersion] : [];
}

function unexplainedEnd(history: History): Violation[] {
  const { alias, improvements } = history.end;
  if (improvements.some(({ status, rollout }) => status === 'rolling-out' && rollout !== null)) return [];
  if (isLeftToPerson(history, improvements)) return [];
  const expected = expectedEnd(history);
  if (sameAlias(alias, expected)) return [];
  return [
    `the alias ends at ${aliasText(alias)}, expected is ${aliasText(expected)}: ${improvements.map(({ id, reason }) => `${id} ${reason}`).join('; ')}`,
  ];
}

/** Where the alias must be when all is over: the last thing that a person set or a rollout that began afterwards promoted. */
function expectedEnd(history: History): AliasView | null {
  const theirs = history.moments.findLast((moment): moment is AliasMoment => moment.kind === 'alias' && MOVES.has(moment.what));
  const ours = history.end.improvements.flatMap(({ rollout }) => [rollout?.canaryVersion ?? []].flat());
  const promoted = history.end.improvements
    .filter(({ status, rollout }) => status === 'promoted' && (theirs === undefined || (rollout?.startedAt ?? 0) > theirs.at))
    .toSorted((a, b) => (a.rollout?.endedAt ?? 0) - (b.rollout?.endedAt ?? 0))
    .at(-1);
  const version = promoted?.rollout?.canaryVersion ?? null;
  if (version !== null) return { version, canary: null };
  if (theirs === undefined) return history.start.alias;
  if (theirs.after === null) return null;
  const { canary } = theirs.after;
  return { version: theirs.after.version, canary: canary !== null && ours.includes(canary.version) ? null : canary };
}
