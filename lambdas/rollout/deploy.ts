import type { Settings } from '../shared/contract/environment.ts';
import type { Evidence, Improvement, JudgeBaseline, Rollout, RolloutPlan } from '../shared/contract/records.ts';
import type { DeployOut, ImprovementRef } from '../shared/contract/workflow.ts';
import { StaleRecord, TargetChanged } from '../shared/errors.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { wakeTarget } from '../shared/registry/wake-target.ts';
import { aliasPlace, percent } from './alias-place.ts';
import { askApproval } from './ask-approval.ts';
import { aliasEvidence, auditDecision } from './audit-decision.ts';
import { endNotDeployed, releaseTarget } from './end-rollout.ts';
import { endUnpublished } from './end-unpublished.ts';
import { detectable, plannedTraffic, requestsForPass } from '../shared/judge/forecast.ts';
import { showEffects } from '../shared/judge/judge.ts';
import { loadImprovement, openRollout, planOf } from './load-improvement.ts';
import { moveAlias } from './move-alias.ts';
import { rolloutObstacle } from './obstacle.ts';
import { prepare } from './prepare.ts';
import { publishCanary } from './publish-canary.ts';
import { removeLateCanary } from './remove-late-canary.ts';

export type DeployPorts = Pick<Ports, 'clock' | 'work' | 'fleet' | 'metrics' | 'audit' | 'control' | 'notifier' | 'sink' | 'registry'>;

/**
 * Starts a rollout: writes down what is there, publishes the change as a version, and gives it the first step's share of the traffic.
 * Each act is preceded by what is needed to undo it, so that the rollback can take over after a crash anywhere in between; running it
 * again goes on where it broke off. `started` false: nothing was changed and the record says why; it may wait for a person.
 *
 * @throws TargetChanged when somebody deploys at the same time.
 */
export async function deploy(ports: DeployPorts, settings: Settings, ref: ImprovementRef): Promise<DeployOut> {
  const { tenant, cycleId, improvementId } = ref;
  const answer = (started: boolean): DeployOut => ({ tenant, cycleId, improvementId, started });
  const loaded = await loadImprovement(ports, ref);
  if (loaded.status !== 'validated' && loaded.status !== 'rolling-out') {
    await releaseTarget(ports, loaded);
    return answer(false);
  }

  if (loaded.ending !== undefined && (loaded.rollout === null || loaded.rollout.phase === 'preparing')) {
    await endNotDeployed(ports, loaded, loaded.ending.reason);
    return answer(false);
  }

  const begun = await begin(ports, settings, loaded);
  if (begun === null) return answer(false);
  if (begun.rollout.phase !== 'preparing') return answer(true);

  const published = await publish(ports, settings, begun);
  if (published === null) return answer(false);
  return answer(await firstStep(ports, settings, published));
}

interface Begun {
  improvement: Improvement;
  rollout: Rollout;
}

/** The record of the rollout, written before the first act; null: refused. */
async function begin(ports: DeployPorts, settings: Settings, improvement: Improvement): Promise<Begun | null> {
  const open = openRollout(improvement);
  if (open !== null) return { improvement, rollout: open };
  const preparation = await prepare(ports, settings, improvement);
  if ('refused' in preparation) {
    await endNotDeployed(ports, improvement, preparation.refused);
    return null;
  }
  if ('ask' in preparation) {
    const tenant = tenantSettings(settings, improvement.tenant);
    if (tenant === null) throw new Error('deploy: an absent tenant is an obstacle');
    await askApproval(ports, improvement, tenant, preparation.ask);
    return null;
  }
  const { rollout } = preparation;
  const record: Improvement = {
    ...improvement,
    status: 'rolling-out',
    reason: 'its rollout is being prepared',
    rollout,
    updatedAt: ports.clock(),
  };
  return { improvement: await ports.work.improvements.update(record), rollout };
}

/** Publishes the canary and records its version before anybody can call it; null: ended without a canary. */
async function publish(ports: DeployPorts, settings: Settings, { improvement, rollout }: Begun): Promise<Begun | null> {
  if (rollout.canaryVersion !== null) return { improvement, rollout };
  const plan = planOf(improvement, rollout);
  await auditDecision(ports, improvement, {
    action: 'start-rollout',
    summary:
      `Improvement ${improvement.id} (${improvement.title}) is to be rolled out on ${improvement.target}: beside version ` +
      `${rollout.snapshot.stableVersion}, ${plan.words}`,
    evidence: [
      aliasEvidence(`before: version ${rollout.snapshot.stableVersion}`, { version: rollout.snapshot.stableVersion, canary: null }),
      ...(rollout.baseline === null ? [] : [forecastEvidence(rollout.baseline, plan)]),
      ...improvement.checks.map((check): Evidence => ({ source: 'source', summary: `${check.check}: ${check.status}, ${check.summary}` })),
    ],
  });
  const obstacle = await rolloutObstacle(ports, settings, improvement, await ports.fleet.get(improvement.target));
  const publication = obstacle === null ? await publishCanary(ports.fleet, improvement, rollout) : { refused: obstacle };
  if ('refused' in publication) {
    await endUnpublished(ports, improvement, rollout, publication.refused);
    return null;
  }
  const { version, codeSha256 } = publication.canary;
  const next: Rollout = { ...rollout, canaryVersion: version, canarySha256: codeSha256 };
  return { improvement: await ports.work.improvements.update({ ...improvement, rollout: next, updatedAt: ports.clock() }), rollout: next };
}

/** Gives the canary its first share and records from when it holds. False: ended, the canary gets nothing. */
async function firstStep(ports: DeployPorts, settings: Settings, { improvement, rollout }: Begun): Promise<boolean> {
  const alias = await ports.fleet.alias(improvement.target);
  const place = aliasPlace(alias, rollout);
  const plan = planOf(improvement, rollout);
  const weight = (plan.steps[0] as RolloutPlan['steps'][number]).weight;
  if (place.at !== 'canary' && (plan.split || place.at !== 'promoted')) {
    const obstacle = await rolloutObstacle(ports, settings, improvement, await ports.fleet.get(improvement.target));
    const because =
      obstacle ??
      (place.at === 'stable'
        ? null
        : `somebody else deployed meanwhile: the alias is at ${place.at === 'promoted' ? 'the new version' : place.words}`);
    if (because !== null) {
      // Their deployment may have taken off a first share that an earlier run of this one had given.
      const aside = { severity: 'warning' as const, subject: `Kaizen stepped aside on ${improvement.target}` };
      await endNotDeployed(ports, improvement, because, obstacle === null ? aside : null);
      return false;
    }
  }
  // A repeat finds the share that it gave before; another one is somebody else's, and not to be overwritten.
  if (place.at === 'canary' && place.weight !== weight) {
    throw new TargetChanged(
      `${improvement.target}: somebody gave the canary ${percent(place.weight)} of the traffic before its rollout did`,
    );
  }
  const version = rollout.canaryVersion as string;
  const wanted = plan.split ? { version: rollout.snapshot.stableVersion, canary: { version, weight } } : { version, canary: null };
  // Without a split the alias says nothing of a canary: that its move was ours must be on record before it.
  const recorded = plan.split || rollout.promotedAt !== null ? improvement : await intendMove(ports, improvement, rollout);
  await moveAlias(ports.fleet, improvement.target, alias, wanted);
  const now = ports.clock();
  const begun: Improvement = {
    ...recorded,
    reason: plan.split
      ? `version ${version} serves ${percent(weight)} of the traffic beside version ${rollout.snapshot.stableVersion}`
      : `version ${version} serves all traffic, compared with the time before`,
    rollout: plan.split
      ? { ...rollout, phase: 'monitoring', weights: [{ weight, from: now }] }
      : { ...rollout, phase: 'watching', weights: [{ weight: 1, from: now }], promotedAt: now },
    updatedAt: now,
  };
  try {
    await ports.work.improvements.update(begun);
  } catch (error) {
    if (!(error instanceof StaleRecord)) throw error;
    await removeLateCanary(ports, improvement, recorded.rollout ?? rollout, error);
    return false;
  }
  await watchClosely(ports, improvement.target, now);
  return true;
}

function intendMove({ work, clock }: Pick<Ports, 'work' | 'clock'>, improvement: Improvement, rollout: Rollout): Promise<Improvement> {
  const now = clock();
  return work.improvements.update({ ...improvement, rollout: { ...rollout, promotedAt: now }, updatedAt: now });
}

/**
 * Telemetry polls the target every minute from now on, and sees the canary at once. When others keep writing its record it sees the
 * canary when it reads the alias next, a quarter of an hour later at the latest.
 */
async function watchClosely({ registry }: Pick<Ports, 'registry'>, target: string, now: number): Promise<void> {
  try {
    await wakeTarget(registry, target, now, true);
  } catch (error) {
    if (!(error instanceof StaleRecord)) throw error;
  }
}

/** What this rollout could find, before it begins. */
function forecastEvidence(baseline: JudgeBaseline, plan: RolloutPlan): Evidence {
  const traffic = plannedTraffic(baseline, plan.steps, { ...plan, horizonMinutes: plan.monitoringMinutes });
  const effects = detectable(traffic, baseline, plan);
  const canaryRequests = traffic.steps.reduce((sum, step) => sum + traffic.requestsPerMinute * step.weight * step.minutes, 0);
  return {
    source: 'telemetry',
    summary:
      `${showEffects(effects)}; a pass needs at least ${requestsForPass(plan)} error-free requests of the canary, ` +
      `about ${canaryRequests.toFixed(0)} are expected`,
    figures: {
      requestsPerMinute: traffic.requestsPerMinute,
      expectedCanaryRequests: canaryRequests,
      requestsForPass: requestsForPass(plan),
      ...(effects.latencyRatio === null ? {} : { detectableLatencyRatio: effects.latencyRatio }),
      ...(effects.errorRate === null ? {} : { detectableErrorRate: effects.errorRate }),
    },
  };
}
