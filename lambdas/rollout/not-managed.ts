import { LIVE_ALIAS } from '../shared/contract/names.ts';
import type { Improvement, Rollout } from '../shared/contract/records.ts';
import type { Ending } from './end-rollout.ts';

/** Characters that Lambda allows in a function's name or ARN, and versions: nothing else is put into a command. */
const FUNCTION_NAME = /^[A-Za-z0-9_:-]+$/;
const VERSION = /^\d+$/;

/** Why nothing more may be done to the target, in a clause. */
export function notManaged(target: string): string {
  return `${target} is not there or not managed by Kaizen any more`;
}

/** What a person has to know and do, since Kaizen may not touch the alias. */
export function restoreWords(target: string, { snapshot: { stableVersion }, canaryVersion }: Rollout): string {
  const left = `Kaizen must not touch it: its alias ${LIVE_ALIAS} was left as it is, version ${canaryVersion} may still get traffic`;
  const wanted = `all traffic back on version ${stableVersion}`;
  if (!FUNCTION_NAME.test(target) || !VERSION.test(stableVersion))
    return `${left}; to put ${wanted}, set the alias without additional weights`;
  return (
    `${left}; to put ${wanted}: aws lambda update-alias --function-name ${target} --name ${LIVE_ALIAS} ` +
    `--function-version ${stableVersion} --routing-config AdditionalVersionWeights={}`
  );
}

/** Closes a rollout whose target Kaizen may not touch any more: what is left to do is a person's. */
export function notManagedEnding({ target }: Improvement, rollout: Rollout): Ending {
  const because = notManaged(target);
  return {
    status: 'not-deployed',
    reason: `not deployed: ${because}; ${restoreWords(target, rollout)}`,
    endedBecause: because,
    impact: null,
    evidence: rollout.verdict?.evidence ?? [],
    tell: { severity: 'high', subject: `Kaizen had to leave its canary on ${target}` },
  };
}
