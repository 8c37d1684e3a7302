import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, JudgeBaseline, Rollout, RolloutPlan, Target } from '../shared/contract/records.ts';
import { targetLock } from '../shared/lock-keys.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { aliasWords } from './alias-place.ts';
import { judgePolicy } from '../shared/judge/policy.ts';
import { rolloutObstacle } from './obstacle.ts';
import { readBaseline } from './read-baseline.ts';
import { leaseMs } from './lock-lease.ts';

/** The unpublished state: what it holds can change at any time, so it can't be restored. */
const UNPUBLISHED = '$LATEST';

/** Everything a rollout needs before its first act, or why there is none. */
export type Preparation = { rollout: Rollout & { baseline: JudgeBaseline; plan: RolloutPlan } } | { refused: string };

/**
 * Checks whether the improvement may be rolled out now, takes the target's lock and writes down what is there: the snapshot to return
 * to, and the baseline to judge against. Changes nothing on the target.
 */
export async function prepare(
  ports: Pick<Ports, 'clock' | 'fleet' | 'metrics' | 'control'>,
  settings: Settings,
  improvement: Improvement,
): Promise<Preparation> {
  const target = await ports.fleet.get(improvement.target);
  const obstacle = await rolloutObstacle(ports, settings, improvement, target);
  const tenant = tenantSettings(settings, improvement.tenant);
  if (obstacle !== null) return { refused: obstacle };
  if (target === null || tenant === null) throw new Error('prepare: an absent target or tenant is an obstacle');

  const plan: RolloutPlan = { ...judgePolicy(tenant), steps: tenant.steps };
  const locked = await ports.control.acquireLock(targetLock(target.name), improvement.id, leaseMs(plan), ports.clock());
  if (!locked) return { refused: `another rollout of ${target.name} is under way` };

  const changed = await changedSince(ports, improvement, target);
  if (changed !== null) return { refused: changed };
  const stable = await ports.fleet.version(target.name, improvement.baseVersion);
  const reading = await readBaseline(ports, target, stable.version);
  if ('missing' in reading) return { refused: `${reading.missing}: nothing to judge the canary by` };

  const now = ports.clock();
  return {
    rollout: {
      plan,
      snapshot: { stableVersion: stable.version, codeSha256: stable.codeSha256, configuration: stable.configuration, at: now },
      canaryVersion: null,
      canarySha256: null,
      phase: 'preparing',
      weights: [],
      baseline: reading.baseline,
      observations: [],
      verdict: null,
      startedAt: now,
      endedAt: null,
      endedBecause: null,
    },
  };
}

/** Why the improvement does not fit the target as it stands; null: it does. */
async function changedSince({ fleet }: Pick<Ports, 'fleet'>, improvement: Improvement, target: Target): Promise<string | null> {
  const alias = await fleet.alias(target.name);
  if (alias.version === UNPUBLISHED) return `the alias of ${target.name} points at ${UNPUBLISHED}, which could not be restored`;
  if (alias.canary !== null) return `somebody else's canary is on ${target.name}: ${aliasWords(alias)}`;
  if (alias.version !== improvement.baseVersion) {
    return `${target.name} is at ${aliasWords(alias)}, the change was written against version ${improvement.baseVersion}`;
  }
  return null;
}
