import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Rollout } from '../shared/contract/records.ts';
import { aliasPlace } from './alias-place.ts';
import { assess } from './assess.ts';
import { aliasEvidence } from './audit-decision.ts';
import { changedShare, disturbance } from './disturbance.ts';
import { endRollout } from './end-rollout.ts';
import { planOf } from './load-improvement.ts';
import { moveAlias } from './move-alias.ts';
import { notManaged } from './not-managed.ts';
import { rolloutObstacle } from './obstacle.ts';
import { type EndingPorts, takeBack } from './take-back.ts';
import { gainWords } from './words.ts';

/**
 * Carries out a promotion whose decision is on record: all traffic to the new version. When it is no longer allowed, or the alias is not
 * where the rollout left it, the canary goes back instead; on a function that is gone or not managed any more the rollout just ends. A
 * promotion whose alias has already moved is only written down.
 *
 * @param live whether its execution goes on: it watches the version then, and the impact must be measured at the end. Otherwise nobody
 *   will watch, and what can't be measured now is left out.
 */
export async function finishPromotion(
  ports: EndingPorts,
  settings: Settings,
  improvement: Improvement,
  rollout: Rollout,
  live: boolean,
): Promise<Improvement> {
  const target = await ports.fleet.get(improvement.target);
  if (target === null) return takeBack(ports, improvement, rollout, notManaged(improvement.target));
  const alias = await ports.fleet.alias(improvement.target);
  const place = aliasPlace(alias, rollout);
  const version = rollout.canaryVersion;
  if (version === null || (place.at !== 'canary' && place.at !== 'promoted')) {
    return takeBack(ports, improvement, rollout, 'the alias was moved before the promotion');
  }
  if (place.at === 'canary') {
    const because =
      (await rolloutObstacle(ports, settings, improvement, target)) ??
      changedShare(rollout, place.weight) ??
      (await changedCode(ports, improvement, rollout, version));
    if (because !== null) return takeBack(ports, improvement, rollout, because);
    await moveAlias(ports.fleet, improvement.target, alias, { version, canary: null });
  }

  const { watchMinutes } = planOf(improvement, rollout);
  if (!live || watchMinutes === 0) return closePromotion(ports, improvement, rollout, live);
  const now = ports.clock();
  return ports.work.improvements.update({
    ...improvement,
    reason: `version ${version} serves all traffic and is watched for ${watchMinutes} minutes`,
    rollout: { ...rollout, phase: 'watching', promotedAt: now },
    updatedAt: now,
  });
}

/** Ends a rollout whose version serves alone and stays; one that doesn't serve any more goes back. */
export async function closePromotion(ports: EndingPorts, improvement: Improvement, rollout: Rollout, live: boolean): Promise<Improvement> {
  const version = rollout.canaryVersion as string;
  if (improvement.ending === undefined && rollout.phase === 'closing' && (await ports.fleet.get(improvement.target)) !== null) {
    const because = await disturbance(ports.fleet, improvement, rollout);
    if (because !== null) return takeBack(ports, improvement, rollout, because);
  }
  const { impact, evidence } = await assess(ports, improvement, rollout, live);
  const gain = gainWords(impact);
  return endRollout(ports, improvement, {
    status: 'promoted',
    reason: `promoted: ${[provenBy(rollout), gain, watchWords(rollout)].filter((words) => words !== null).join('; ')}`,
    endedBecause: null,
    impact,
    evidence: [aliasEvidence(`live: version ${version} alone`, { version, canary: null }), ...evidence],
    tell: { severity: 'info', subject: `Kaizen improved ${improvement.target}` },
  });
}

/** What the promotion rests on: a person's word, the comparison beside the stable version, or the one with the time before. */
function provenBy({ answer, verdict, watchVerdict }: Rollout): string {
  if (answer?.word === 'promote') return `${answer.by} decided (${answer.reason})`;
  return (verdict ?? watchVerdict)?.reason ?? 'passed';
}

/** How the watch ended; null: what was proven says it, or there was to be none. */
function watchWords({ plan, verdict, watched, phase }: Rollout): string | null {
  if (plan === undefined || !plan.split || plan.watchMinutes === 0 || verdict === null) return null;
  if (phase === 'closing') return `no harm in ${watched.length} minutes alone`;
  return watched.length === 0
    ? 'not watched afterwards: its execution ended'
    : `watched for ${watched.length} minutes only: its execution ended`;
}

/** Why the canary is not what was judged; null: it is. */
async function changedCode(
  { fleet }: Pick<EndingPorts, 'fleet'>,
  improvement: Improvement,
  rollout: Rollout,
  version: string,
): Promise<string | null> {
  const { codeSha256 } = await fleet.version(improvement.target, version);
  return codeSha256 === rollout.canarySha256
    ? null
    : `version ${version} has the code ${codeSha256}, but ${rollout.canarySha256} was judged`;
}
