import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Rollout } from '../shared/contract/records.ts';
import { aliasPlace } from './alias-place.ts';
import { assess } from './assess.ts';
import { aliasEvidence } from './audit-decision.ts';
import { endRollout } from './end-rollout.ts';
import { moveAlias } from './move-alias.ts';
import { notManaged } from './not-managed.ts';
import { rolloutObstacle } from './obstacle.ts';
import { type EndingPorts, takeBack } from './take-back.ts';
import { gainWords } from './words.ts';

/**
 * Carries out a promotion whose decision is on record: all traffic to the new version. When it is no longer allowed, or the alias is not
 * where the rollout left it, the canary goes back instead; on a function that is gone or not managed any more the rollout just ends. A promotion whose alias has already moved is only written down.
 *
 * @param measured whether the impact must be measured now; else what can't be read is left out.
 */
export async function finishPromotion(
  ports: EndingPorts,
  settings: Settings,
  improvement: Improvement,
  rollout: Rollout,
  measured: boolean,
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
      (await rolloutObstacle(ports, settings, improvement, target)) ?? (await changedCode(ports, improvement, rollout, version));
    if (because !== null) return takeBack(ports, improvement, rollout, because);
    await moveAlias(ports.fleet, improvement.target, alias, { version, canary: null });
  }

  const { impact, evidence } = await assess(ports, improvement, rollout, measured);
  const gain = gainWords(impact);
  return endRollout(ports, improvement, {
    status: 'promoted',
    reason: `promoted: ${rollout.verdict?.reason ?? 'passed'}${gain === null ? '' : `; ${gain}`}`,
    endedBecause: null,
    impact,
    evidence: [aliasEvidence(`live: version ${version} alone`, { version, canary: null }), ...evidence],
    tell: { severity: 'info', subject: `Kaizen improved ${improvement.target}` },
  });
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
