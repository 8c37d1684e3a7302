import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import type { Anomaly, Cycle, Improvement, Opportunity } from '../shared/contract/records.ts';
import type { AnalyseOut, CycleRef } from '../shared/contract/workflow.ts';
import { RecordNotFound } from '../shared/errors.ts';
import { effectiveAutonomy, tenantSettings } from '../shared/policy/autonomy.ts';
import { settleFailures } from '../shared/patterns/settle-failures.ts';
import type { Ports } from '../shared/ports.ts';
import { failingTargets, knownClusters } from './clusters/known-clusters.ts';
import { lookedAt } from './clusters/looked-at.ts';
import { seeClusters } from './clusters/see-clusters.ts';
import { keepCycleAnomalies } from './anomalies/keep-cycle-anomalies.ts';
import { auditChoice, auditSkipped } from './audit-choice.ts';
import { attemptsOf } from './attempts.ts';
import { type Candidate, choose } from './choose.ts';
import type { Finding } from './finding.ts';
import { findOpportunities } from './finders.ts';
import { byImportance } from './impact.ts';
import { pickTargets } from './pick-targets.ts';
import { queueOf, settleQueue, waitingSince } from './queue.ts';
import { keepRecommendations } from './recommendations/keep-recommendations.ts';
import { CYCLE_RULES } from './rules.ts';
import type { TargetContext, TargetView } from './target-context.ts';
import { type ViewPorts, viewTargets } from './view-targets.ts';
import { type Weighed, weigh } from './weigh.ts';

export type AnalysePorts = ViewPorts & Pick<Ports, 'work' | 'control' | 'audit' | 'sink' | 'clock' | 'registry'>;

/** Anomalies on record that are looked at, newest first: a month of thirty a day, so that what comes at the same hour shows. */
const ANOMALY_LIMIT = 1000;

/** Improvements looked back on: a tenant with 20 places a day and a cooldown of a month stays below it. */
const HISTORY_LIMIT = 600;
/** Opportunities: ten of each of the 200 targets that a cycle looks at, so that its own are among them. */
const OPPORTUNITY_LIMIT = 2000;

/**
 * Looks at the cycle's window: writes the anomalies, the opportunities with the decision about each, and gives back the chosen ones.
 * Records have ids that follow from the window, target and kind, so a repetition writes nothing again; once all are written, it only
 * reads the choice back.
 * @throws RecordNotFound when the cycle was never opened.
 */
export async function analyse(ports: AnalysePorts, settings: Settings, ref: CycleRef): Promise<AnalyseOut> {
  const cycle = await ports.work.cycles.get(ref.tenant, ref.cycleId);
  if (cycle === null) throw new RecordNotFound(`cycle ${ref.cycleId} of tenant ${ref.tenant}: expected one that telemetry/collect opened`);
  const opportunities = await ports.work.opportunities.list(ref.tenant, { limit: OPPORTUNITY_LIMIT });
  const stored = opportunities.filter((each) => each.cycleId === cycle.id);
  const complete = cycle.opportunities > 0 && stored.length >= cycle.opportunities;
  if (complete || cycle.status !== 'running') return answer(ref, stored);
  const obstacle = await obstacleTo(ports, settings, ref.tenant);
  if (obstacle !== null) {
    await auditSkipped(ports, cycle, obstacle);
    return answer(ref, stored);
  }

  const known = await ports.work.anomalies.list(ref.tenant, { limit: ANOMALY_LIMIT });
  const picked = await pickTargets(ports, cycle, known);
  const { targets } = picked;
  const improvements = await ports.work.improvements.list(ref.tenant, { limit: HISTORY_LIMIT });
  const window = { from: cycle.windowStart, to: cycle.windowEnd };
  const clusters = await knownClusters(ports, ref.tenant, targets);
  const onRecord = { anomalies: known, improvements, failing: failingTargets(clusters) };
  const { views: seen, metrics, logs } = await viewTargets(ports, targets, window, onRecord);
  const views = await seeClusters(ports, seen, clusters, improvements, {
    sampled: settings.logSamplingRate < 1,
    passing: cycle.trigger === 'emergency',
  });
  const drafted = views.map((view) => ({ target: view.target.name, drafts: CYCLE_RULES.flatMap((rule) => rule(view)) }));
  const { all, opened } = await keepCycleAnomalies(ports, cycle, drafted, known);
  const anomalies = all.filter((anomaly) => isOfWindow(anomaly, cycle));
  const contexts = views.map((view) => inContext(view, anomalies));

  const scores = await ports.control.scores(ref.tenant);
  const now = ports.clock();
  const queue = queueOf(opportunities, cycle);
  const found = contexts.flatMap((context) =>
    findOpportunities(context).map((finding): Found => {
      const weighed = weigh(finding, context.target, cycle, scores, now);
      return { weighed, candidate: candidateOf(weighed, finding, context, settings, queue) };
    }),
  );
  const written = await decide(ports, settings, cycle, found, improvements, stored, now);
  const looked = new Set(targets.map(({ name }) => name));
  await settleQueue(ports, cycle, queue, written, looked, now);
  // Before the recommendations, of which those that are found again forget what was applied.
  if (tenantSettings(settings, ref.tenant)?.flags.learning === true) {
    const windows = new Map(views.map((view) => [view.target.name, lookedAt(view)]));
    await settleFailures(ports, ref.tenant, windows, { improvements, opportunities }, now);
  }
  await keepRecommendations(ports, cycle, written, looked, now);
  await auditChoice(ports, cycle, written, contexts, anomalies.length, picked);
  await ports.work.cycles.update({
    ...cycle,
    telemetry: { ...cycle.telemetry, targets: targets.length, metrics, logs },
    anomalies: anomalies.length,
    opportunities: written.length,
  });
  if (opened > 0) ports.sink.put(METRICS.anomalies, opened, ref.tenant);
  ports.sink.put(METRICS.opportunities, written.length, ref.tenant);
  ports.sink.put(
    METRICS.impact,
    written.reduce((sum, each) => sum + each.impact, 0),
    ref.tenant,
  );
  return answer(ref, written);
}

/** Open, or seen within the window; of the targets that the cycle is about. */
function isOfWindow({ target, resolution, lastSeen }: Anomaly, { targets, windowStart }: Cycle): boolean {
  return (resolution === null || lastSeen >= windowStart) && (targets === null || targets.includes(target));
}

function inContext(view: TargetView, anomalies: readonly Anomaly[]): TargetContext {
  const own = anomalies.filter(({ target }) => target === view.target.name);
  return { ...view, anomalies: own.map((anomaly) => ({ ...anomaly, discriminator: '' })) };
}

/** An opportunity of which everything but the decision is known, and what the decision is made by. */
interface Found {
  weighed: Weighed;
  candidate: Candidate;
}

function candidateOf(
  weighed: Weighed,
  finding: Finding,
  { target, source }: TargetContext,
  settings: Settings,
  queue: readonly Opportunity[],
): Candidate {
  const autonomy = effectiveAutonomy(target, settings);
  return { ...weighed, autonomy, source, unproven: finding.unproven ?? null, queuedSince: waitingSince(weighed, queue) };
}

async function obstacleTo(ports: AnalysePorts, settings: Settings, tenant: string): Promise<string | null> {
  const flags = tenantSettings(settings, tenant)?.flags;
  if (flags === undefined) return `Tenant ${tenant} is not in the configuration of stage ${settings.stage}.`;
  if (!flags.cycle || !flags.analysis) return `The flag ${flags.cycle ? 'analysis' : 'cycle'} is off for tenant ${tenant}.`;
  const killSwitch = await ports.control.switchState();
  return killSwitch.stopped ? `Stopped by ${killSwitch.by}: ${killSwitch.reason}` : null;
}

/** Decides about the opportunities that an interrupted run has not written yet, and writes them; gives all of the cycle's. */
async function decide(
  ports: AnalysePorts,
  settings: Settings,
  cycle: Cycle,
  found: readonly Found[],
  improvements: readonly Improvement[],
  stored: readonly Opportunity[],
  now: number,
): Promise<Opportunity[]> {
  const fresh = found.filter(({ weighed }) => !stored.some((other) => other.id === weighed.id));
  const tenant = tenantSettings(settings, cycle.tenant);
  if (fresh.length === 0 || tenant === null) return [...stored];
  const choices = choose({
    candidates: fresh.map(({ candidate }) => candidate),
    attempts: await attemptsOf(ports, improvements, new Set(fresh.map(({ weighed }) => weighed.target))),
    taken: stored.filter((each) => each.status === 'chosen'),
    settings: tenant,
    maxImprovements: cycle.maxImprovements,
    model: settings.model !== null,
    now,
  });
  const written = [...stored];
  for (const { id, ...choice } of choices) {
    const decided = fresh.find(({ weighed }) => weighed.id === id);
    if (decided === undefined) continue;
    const queuedSince = choice.status === 'queued' ? { queuedSince: decided.candidate.queuedSince ?? now } : {};
    const opportunity: Opportunity = { ...decided.weighed, ...choice, ...queuedSince, revision: 0 };
    // Not created: another cycle over the same window was first, and the opportunity is that one's.
    if (await ports.work.opportunities.create(opportunity)) written.push(opportunity);
  }
  return written;
}

function answer(ref: CycleRef, opportunities: readonly Opportunity[]): AnalyseOut {
  const chosen = opportunities.filter((each) => each.status === 'chosen').toSorted(byImportance);
  return {
    tenant: ref.tenant,
    cycleId: ref.cycleId,
    chosen: chosen.map((each) => ({ tenant: ref.tenant, cycleId: ref.cycleId, opportunityId: each.id })),
  };
}
