import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import type { Cycle, Target } from '../shared/contract/records.ts';
import type { CollectIn, CollectOut, CycleRequest } from '../shared/contract/workflow.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { floorMinute, MINUTE_MS } from '../shared/time.ts';
import { type ObservePorts, observe } from './observe.ts';
import { observedTargets } from './observed-targets.ts';

export type CollectPorts = ObservePorts & Pick<Ports, 'work' | 'control' | 'audit' | 'sink' | 'clock'>;

/**
 * Opens a cycle: writes its record (its id is the execution's name, so that a repetition finds it), brings telemetry up to
 * date and says whether to go on. A cycle that may not run is recorded as skipped, with the reason.
 */
export async function collect(ports: CollectPorts, settings: Settings, input: CollectIn): Promise<CollectOut> {
  const { executionName: cycleId, request } = input;
  const ref = { tenant: request.tenant, cycleId };
  const existing = await ports.work.cycles.get(request.tenant, cycleId);
  const cycle = existing ?? (await open(ports, settings, input));
  if (cycle.status !== 'running') return { ...ref, proceed: false };
  if (cycle.telemetry.targets > 0) return { ...ref, proceed: true };

  const targets = await targetsOf(ports, request);
  const observed = await observe(ports, observedTargets(targets, settings));
  const events = await ports.control.eventsSince(request.tenant, cycle.windowStart);
  await ports.work.cycles.update({
    ...cycle,
    telemetry: { targets: targets.length, metrics: observed.points, logs: observed.lines, events },
  });
  return { ...ref, proceed: true };
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
    summary: request.cause === undefined ? cycle.reason : `${cycle.reason} Cause: ${request.cause}`,
    confidence: null,
    risk: null,
    evidence: [],
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

/** The tenant's managed functions, or those of them that the request names. */
async function targetsOf(ports: Pick<Ports, 'fleet'>, request: CycleRequest): Promise<Target[]> {
  const all = (await ports.fleet.list()).filter((target) => target.tenant === request.tenant);
  return request.targets === undefined ? all : all.filter((target) => request.targets?.includes(target.name));
}
