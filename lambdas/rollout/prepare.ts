import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, JudgeBaseline, Rollout, RolloutPlan, Target } from '../shared/contract/records.ts';
import { targetLock, tenantPermits } from '../shared/lock-keys.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { aliasWords } from './alias-place.ts';
import { approvalNeeded, isApproved } from './ask-approval.ts';
import { rolloutObstacle } from './obstacle.ts';
import { planRollout } from './plan-rollout.ts';
import { readBaseline } from './read-baseline.ts';
import { leaseMs } from './lock-lease.ts';

/** The unpublished state: what it holds can change at any time, so it can't be restored. */
const UNPUBLISHED = '$LATEST';

/** Everything a rollout needs before its first act, or why a person is to be asked first, or why there is none. */
export type Preparation = { rollout: Rollout & { baseline: JudgeBaseline; plan: RolloutPlan } } | { ask: string } | { refused: string };

/**
 * Checks whether the improvement may be rolled out now, takes the target's lock and one of the tenant's permits, plans, and writes down what is there: the snapshot to return
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

  const lease = leaseMs({ horizonMinutes: Math.ceil(tenant.longestMonitoringSeconds / 60), watchMinutes: tenant.watchMinutes });
  const locked = await ports.control.acquireLock(targetLock(target.name), improvement.id, lease, ports.clock());
  if (!locked) return { refused: `another rollout of ${target.name} is under way` };
  const { maxConcurrent } = tenant;
  const permitted = await ports.control.acquirePermit(tenantPermits(target.tenant), improvement.id, maxConcurrent, lease, ports.clock());
  if (!permitted) return { refused: `tenant ${target.tenant} has ${maxConcurrent} rollouts under way, as many as it may` };

  const changed = await changedSince(ports, improvement, target);
  if (changed !== null) return { refused: changed };
  const stable = await ports.fleet.version(target.name, improvement.baseVersion);
  const reading = await readBaseline(ports, target, stable.version);
  if ('missing' in reading) return { refused: `${reading.missing}: nothing to judge the canary by` };
  const planned = planRollout(reading.baseline, tenant, improvement.kind);
  if (planned.word === 'skip') return { refused: planned.why };
  const ask = planned.word === 'ask' ? planned.why : approvalNeeded(improvement, tenant);
  if (ask !== null && !isApproved(improvement)) return { ask };
  const { plan } = planned;

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
      promotedAt: null,
      watched: [],
      watchVerdict: null,
      askedAt: null,
      answer: null,
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
