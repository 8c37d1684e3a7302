import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import { type Anomaly, OPEN_STATUSES, type Cycle, type Opportunity } from '../shared/contract/records.ts';
import type { Autonomy } from '../shared/contract/settings.ts';
import type { AnalyseOut, CycleRef } from '../shared/contract/workflow.ts';
import { RecordNotFound } from '../shared/errors.ts';
import { effectiveAutonomy, tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { keepCycleAnomalies } from './anomalies/keep-cycle-anomalies.ts';
import { auditChoice, auditSkipped } from './audit-choice.ts';
import { type Attempt, type Candidate, choose } from './choose.ts';
import { findOpportunities } from './finders.ts';
import { byImportance } from './impact.ts';
import { pickTargets } from './pick-targets.ts';
import { CYCLE_RULES } from './rules.ts';
import type { TargetContext, TargetView } from './target-context.ts';
import { type ViewPorts, viewTargets } from './view-targets.ts';
import { type Weighed, weigh } from './weigh.ts';

export type AnalysePorts = ViewPorts & Pick<Ports, 'work' | 'control' | 'audit' | 'sink' | 'clock' | 'registry'>;

/** Anomalies on record that are looked at, newest first: a month of thirty a day, so that what comes at the same hour shows. */
const ANOMALY_LIMIT = 1000;

/** Improvements and opportunities looked back on: a tenant with 20 places a day and a cooldown of a month stays below it. */
const HISTORY_LIMIT = 600;

/**
 * Looks at the cycle's window: writes the anomalies, the opportunities with the decision about each, and gives back the chosen ones.
 * Records have ids that follow from the window, target and kind, so a repetition writes nothing again; once all are written, it only
 * reads the choice back.
 * @throws RecordNotFound when the cycle was never opened.
 */
export async function analyse(ports: AnalysePorts, settings: Settings, ref: CycleRef): Promise<AnalyseOut> {
  const cycle = await ports.work.cycles.get(ref.tenant, ref.cycleId);
  if (cycle === null) throw new RecordNotFound(`cycle ${ref.cycleId} of tenant ${ref.tenant}: expected one that telemetry/collect opened`);
  const stored = (await ports.work.opportunities.list(ref.tenant, { limit: HISTORY_LIMIT })).filter((each) => each.cycleId === cycle.id);
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
  const { views, metrics, logs } = await viewTargets(ports, targets, { from: cycle.windowStart, to: cycle.windowEnd }, known);
  const drafted = views.map((view) => ({ target: view.target.name, drafts: CYCLE_RULES.flatMap((rule) => rule(view)) }));
  const { all, opened } = await keepCycleAnomalies(ports, cycle, drafted, known);
  const anomalies = all.filter((anomaly) => isOfWindow(anomaly, cycle));
  const contexts = views.map((view) => inContext(view, anomalies));

  const scores = await ports.control.scores(ref.tenant);
  const now = ports.clock();
  const weighed = contexts.flatMap((context) =>
    findOpportunities(context).map((finding) => weigh(finding, context.target, cycle, scores, now)),
  );
  const autonomy = new Map(targets.map((target) => [target.name, effectiveAutonomy(target, settings)]));
  const written = await decide(ports, settings, cycle, weighed, autonomy, stored, now);
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

function candidateOf(weighed: Weighed, autonomy: Autonomy): Candidate {
  return { ...weighed, autonomy };
}

async function obstacleTo(ports: AnalysePorts, settings: Settings, tenant: string): Promise<string | null> {
  const flags = tenantSettings(settings, tenant)?.flags;
  if (flags === undefined) return `Tenant ${tenant} is not in the configuration of stage ${settings.stage}.`;
  if (!flags.cycle || !flags.analysis) return `The flag ${flags.cycle ? 'analysis' : 'cycle'} is off for tenant ${tenant}.`;
  const killSwitch = await ports.control.switchState();
  return killSwitch.stopped ? `Stopped by ${killSwitch.by}: ${killSwitch.reason}` : null;
}

/** Decides about the weighed opportunities that an interrupted run has not written yet, and writes them; gives all of the cycle's. */
async function decide(
  ports: AnalysePorts,
  settings: Settings,
  cycle: Cycle,
  weighed: readonly Weighed[],
  autonomy: ReadonlyMap<string, Autonomy>,
  stored: readonly Opportunity[],
  now: number,
): Promise<Opportunity[]> {
  const fresh = weighed.filter((each) => !stored.some((other) => other.id === each.id));
  const tenant = tenantSettings(settings, cycle.tenant);
  if (fresh.length === 0 || tenant === null) return [...stored];
  const choices = choose({
    candidates: fresh.map((each) => candidateOf(each, autonomy.get(each.target) ?? 'observe')),
    attempts: await attemptsOf(ports, cycle.tenant, new Set(fresh.map((each) => each.target))),
    taken: stored.filter((each) => each.status === 'chosen'),
    settings: tenant,
    maxImprovements: cycle.maxImprovements,
    model: settings.model !== null,
    now,
  });
  const written = [...stored];
  for (const choice of choices) {
    const found = fresh.find((each) => each.id === choice.id);
    if (found === undefined) continue;
    const opportunity: Opportunity = { ...found, status: choice.status, reason: choice.reason, revision: 0 };
    // Not created: another cycle over the same window was first, and the opportunity is that one's.
    if (await ports.work.opportunities.create(opportunity)) written.push(opportunity);
  }
  return written;
}

/** What was tried before: every improvement that is under way, and the settled ones of these targets with their opportunity's kind. */
async function attemptsOf(ports: AnalysePorts, tenant: string, targets: ReadonlySet<string>): Promise<Attempt[]> {
  const improvements = await ports.work.improvements.list(tenant, { limit: HISTORY_LIMIT });
  const attempts: Attempt[] = [];
  for (const { id, target, status, updatedAt, opportunityId } of improvements) {
    const relevant = targets.has(target) || OPEN_STATUSES.includes(status);
    if (!relevant) continue;
    const opportunity = await ports.work.opportunities.get(tenant, opportunityId);
    if (opportunity !== null) attempts.push({ id, target, status, updatedAt, kind: opportunity.kind });
  }
  return attempts;
}

function answer(ref: CycleRef, opportunities: readonly Opportunity[]): AnalyseOut {
  const chosen = opportunities.filter((each) => each.status === 'chosen').toSorted(byImportance);
  return {
    tenant: ref.tenant,
    cycleId: ref.cycleId,
    chosen: chosen.map((each) => ({ tenant: ref.tenant, cycleId: ref.cycleId, opportunityId: each.id })),
  };
}
