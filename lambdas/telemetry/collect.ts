import { cycleInput } from '../shared/audit/decision-inputs.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import type { Cycle, RegisteredTarget } from '../shared/contract/records.ts';
import type { CollectIn, CollectOut, CycleRequest } from '../shared/contract/workflow.ts';
import { KaizenError } from '../shared/errors.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { floorMinute, MINUTE_MS } from '../shared/time.ts';
import { analysedTelemetry } from './analysed-telemetry.ts';
import { discover, type DiscoverPorts } from './discover.ts';
import { isObserved } from './is-observed.ts';
import { type PollPorts, pollTargets } from './poll-targets.ts';
import { SHARD_SIZE } from './shards.ts';

/**
 * Targets that a cycle brings up to date itself: four shards, one after the other, in a third of the function's 120 s. Of a larger fleet
 * the dispatcher and its workers do it, as they do all the time.
 */
export const MOST_COLLECTED = 200;

/** Age of the last poll from which a target is polled again for the cycle: the interval of a target with ordinary traffic. */
const POLLED_WITHIN_MS = 5 * MINUTE_MS;

export type CollectPorts = PollPorts & DiscoverPorts & Pick<Ports, 'control' | 'audit'>;

/**
 * Opens a cycle: writes its record (its id is the execution's name, so that a repetition finds it), brings telemetry up to date and says
 * whether to go on. A cycle that may not run is recorded as skipped, with the reason. `log` takes one line of the function's log.
 */
export async function collect(ports: CollectPorts, settings: Settings, input: CollectIn, log: (line: string) => void): Promise<CollectOut> {
  const { executionName: cycleId, request } = input;
  const ref = { tenant: request.tenant, cycleId };
  const existing = await ports.work.cycles.get(request.tenant, cycleId);
  const cycle = existing ?? (await open(ports, settings, input));
  if (cycle.status !== 'running') return { ...ref, proceed: false };
  if (cycle.telemetry.targets > 0) return { ...ref, proceed: true };

  const targets = await targetsOf(ports, request);
  const isSmall = targets.length <= MOST_COLLECTED;
  const { lines: fetched, problems } = isSmall ? await bringUpToDate(ports, settings, targets, log) : { lines: 0, problems: [] };
  const analysed = isSmall ? await analysedTelemetry(ports, targets, cycle, log) : { metrics: 0, logs: 0 };
  const telemetry = {
    metrics: analysed.metrics,
    logs: analysed.logs + fetched,
    targets: targets.length,
    events: await ports.control.eventsSince(request.tenant, cycle.windowStart),
  };
  const about = isSmall ? problems : [`${targets.length} targets: telemetry is up to the dispatcher.`];
  const reason = [cycle.reason, ...about].join(' ');
  await ports.work.cycles.update({ ...cycle, telemetry, reason });
  return { ...ref, proceed: true };
}

/**
 * Polls those that were not polled of late, due or not; gives the REPORT lines that were fetched, and what went wrong for good: one target
 * that can't be read must not keep the tenant's others from their cycle.
 * @throws DependencyUnavailable when it is worth to try again.
 */
async function bringUpToDate(
  ports: CollectPorts,
  settings: Settings,
  targets: readonly RegisteredTarget[],
  log: (line: string) => void,
): Promise<{ lines: number; problems: string[] }> {
  const behind: string[] = [];
  for (const each of targets) if (isObserved(each, settings) && (await isBehind(ports, each))) behind.push(each.name);
  let lines = 0;
  const problems: string[] = [];
  for (let at = 0; at < behind.length; at += SHARD_SIZE) {
    try {
      lines += (await pollTargets(ports, settings, behind.slice(at, at + SHARD_SIZE), { force: true, log })).lines;
    } catch (error) {
      if (error instanceof KaizenError && error.retryable) throw error;
      problems.push(`Not all telemetry could be read: ${(error as Error).message}`);
    }
  }
  return { lines, problems };
}

async function isBehind({ metrics }: CollectPorts, { target, polledUntil }: RegisteredTarget): Promise<boolean> {
  if (target === null || polledUntil === null) return true;
  return (await metrics.completeUntil(target)) - polledUntil > POLLED_WITHIN_MS;
}

async function open(ports: CollectPorts, settings: Settings, { executionName: id, request }: CollectIn): Promise<Cycle> {
  const now = ports.clock();
  const obstacle = await obstacleTo(ports, settings, request);
  const windowEnd = floorMinute(now);
  const windowMinutes = request.windowMinutes ?? tenantSettings(settings, request.tenant)?.windowMinutes ?? 0;
  const cycle: Cycle = {
    id,
    tenant: request.tenant,
    trigger: request.trigger,
    cause: request.cause ?? null,
    targets: request.targets ?? null,
    maxImprovements: request.maxImprovements ?? null,
    windowStart: windowEnd - windowMinutes * MINUTE_MS,
    windowEnd,
    status: obstacle === null ? 'running' : 'skipped',
    reason: obstacle ?? `Started by ${STARTED_BY[request.trigger]}.`,
    telemetry: { targets: 0, metrics: 0, logs: 0, events: 0 },
    anomalies: 0,
    opportunities: 0,
    executionEnded: obstacle !== null,
    startedAt: now,
    endedAt: obstacle === null ? null : now,
    revision: 0,
  };
  await ports.audit.append({
    tenant: request.tenant,
    key: `${id}/cycle`,
    actor: 'telemetry/collect',
    action: obstacle === null ? 'cycle-started' : 'cycle-skipped',
    subject: id,
    about: [refTo('cycle', id)],
    summary: request.cause === undefined ? cycle.reason : `${cycle.reason} Cause: ${request.cause}`,
    confidence: null,
    risk: null,
    evidence: [],
    inputs: [cycleInput(cycle)],
    at: now,
  });
  const created = await ports.work.cycles.create(cycle);
  if (created && obstacle === null) ports.sink.put(METRICS.cyclesStarted, 1, request.tenant);
  // The stored record is the one to go on from: another run of the same execution may have been first.
  return (await ports.work.cycles.get(request.tenant, id)) ?? cycle;
}

const STARTED_BY: Record<CycleRequest['trigger'], string> = {
  schedule: 'the schedule',
  manual: 'a person',
  emergency: 'an alarm',
};

/** Why this cycle may not run, in a sentence; null when it may. */
async function obstacleTo(ports: CollectPorts, settings: Settings, request: CycleRequest): Promise<string | null> {
  const tenant = tenantSettings(settings, request.tenant);
  if (tenant === null) return `Tenant ${request.tenant} is not in the configuration of stage ${settings.stage}.`;
  if (!tenant.enabled) return `Tenant ${request.tenant} is disabled.`;
  if (!tenant.flags.cycle) return `The flag cycle is off for tenant ${request.tenant}.`;
  const killSwitch = await ports.control.switchState();
  if (killSwitch.stopped) return `Stopped by ${killSwitch.by}: ${killSwitch.reason}`;
  const targets = await targetsOf(ports, request);
  if (targets.length > 0) return null;
  const wanted = request.targets === undefined ? 'no function' : `none of ${request.targets.join(', ')}`;
  return `Nothing to improve: ${wanted} is managed under tenant ${request.tenant}.`;
}

/** The tenant's managed functions, or those of them that the request names. A tenant without any has the fleet discovered first. */
async function targetsOf(ports: DiscoverPorts, { tenant, targets: names }: CycleRequest): Promise<RegisteredTarget[]> {
  const ofTenant = async (): Promise<RegisteredTarget[]> => (await ports.registry.list()).filter((each) => each.tenant === tenant);
  let targets = await ofTenant();
  if (targets.length === 0) {
    await discover(ports);
    targets = await ofTenant();
  }
  return names === undefined ? targets : targets.filter(({ name }) => names.includes(name));
}
