import { unkeptInput } from '../shared/audit/input-of.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import type { AlarmEvent, CycleRequest } from '../shared/contract/workflow.ts';
import { InvalidEvent } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { timePrefix } from '../shared/time.ts';
import { type AlarmSubject, alarmSubject } from './alarm-subject.ts';
import { type Mitigation, type MitigationPorts, mitigate } from './mitigate.ts';

export type EmergencyPorts = MitigationPorts & Pick<Ports, 'workflows' | 'notifier'>;

/** `handled`: a cycle was started for it; otherwise why not. */
export type EmergencyOut =
  | { result: 'handled'; tenant: string; cycleId: string; mitigation: Mitigation | null }
  | { result: 'ignored' | 'duplicate' | 'switched-off' | 'stopped'; reason: string };

/** The emergency cycle looks at the last hour (DESIGN, the loop). */
const WINDOW_MINUTES = 60;

/**
 * Answers an alarm: takes back Kaizen's own recent change of the function in alarm, and starts a cycle over the last hour that looks at
 * this function only. The same alarm counts once within the deduplication window; the same event, delivered again, is carried on with.
 */
export async function emergency(ports: EmergencyPorts, settings: Settings, event: AlarmEvent): Promise<EmergencyOut> {
  const { alarmName, state } = event.detail;
  if (state.value !== 'ALARM') return { result: 'ignored', reason: `The alarm is ${state.value}, not ALARM.` };
  const at = Date.parse(event.time);
  if (Number.isNaN(at)) throw new InvalidEvent(`time: found ${JSON.stringify(event.time)}; expected an ISO 8601 time`);

  const subject = await alarmSubject(ports.fleet, settings, event);
  // No tenant's trail is the place for an alarm of somebody else: the rule brings every alarm of the account.
  if (subject.kind === 'nobody') return { result: 'ignored', reason: subject.reason };
  const { tenant } = subject;
  const obstacle = await obstacleTo(ports, settings, tenant);
  if (obstacle !== null) {
    await record(ports, event, tenant, `emergency-${obstacle.result}`, [], `Alarm ${alarmName}: ${obstacle.reason}`);
    return obstacle;
  }
  // A lock that nobody releases is the window: the event that opened it passes again after a retry, another of the same alarm does not.
  const first = await ports.control.acquireLock(`alarm/${alarmName}`, event.id, settings.eventDedupSeconds * 1000, ports.clock());
  if (!first) return { result: 'duplicate', reason: `${alarmName} was answered within the last ${settings.eventDedupSeconds} s.` };

  const mitigation = subject.kind === 'target' ? await mitigate(ports, settings, subject.target, { id: event.id, alarm: alarmName }) : null;
  const cycleId = executionName(event.id, at);
  const request: CycleRequest = {
    tenant,
    trigger: 'emergency',
    windowMinutes: WINDOW_MINUTES,
    cause: `Alarm ${alarmName}: ${state.reason ?? 'no reason given'}`.slice(0, 1000),
    ...(subject.kind === 'target' ? { targets: [subject.target.name] } : {}),
  };
  const started = await ports.workflows.start('improvement-cycle', cycleId, request);
  const summary =
    `Started cycle ${cycleId} over the last ${WINDOW_MINUTES} minutes of ${subjectName(subject)}. ${mitigation?.reason ?? ''}`.trim();
  const changed = mitigation?.improvementId ?? null;
  const about = [refTo('cycle', cycleId), ...(changed === null ? [] : [refTo('improvement', changed)])];
  await record(ports, event, tenant, 'emergency-handled', about, summary);
  if (started === 'started') {
    await ports.notifier.notify({
      subject: `Kaizen: alarm ${alarmName}`,
      body: `${summary}\nThe alarm says: ${state.reason ?? 'no reason given'}`,
      severity: mitigation === null || mitigation.action === 'none' ? 'warning' : 'high',
    });
  }
  return { result: 'handled', tenant, cycleId, mitigation };
}

async function obstacleTo(
  ports: EmergencyPorts,
  settings: Settings,
  tenant: string,
): Promise<{ result: 'switched-off' | 'stopped'; reason: string } | null> {
  const own = settings.tenants[tenant];
  if (own === undefined || !own.enabled) return { result: 'switched-off', reason: `Tenant ${tenant} is disabled.` };
  if (!own.flags.cycle || !own.flags.emergency) {
    return { result: 'switched-off', reason: `The flag ${own.flags.cycle ? 'emergency' : 'cycle'} is off for tenant ${tenant}.` };
  }
  const killSwitch = await ports.control.switchState();
  return killSwitch.stopped ? { result: 'stopped', reason: `Stopped by ${killSwitch.by}: ${killSwitch.reason}` } : null;
}

async function record(
  ports: EmergencyPorts,
  event: AlarmEvent,
  tenant: string,
  action: string,
  about: string[],
  summary: string,
): Promise<void> {
  await ports.audit.append({
    tenant,
    key: `${event.id}/emergency`,
    actor: 'remediation/emergency',
    action,
    subject: event.detail.alarmName,
    about: [refTo('event', event.id), ...about],
    summary,
    confidence: null,
    risk: null,
    evidence: event.detail.state.reason === undefined ? [] : [{ source: 'telemetry', summary: event.detail.state.reason.slice(0, 500) }],
    inputs: [unkeptInput('event', event.id, event.detail)],
    at: ports.clock(),
  });
}

function subjectName(subject: Exclude<AlarmSubject, { kind: 'nobody' }>): string {
  return subject.kind === 'target' ? subject.target.name : `tenant ${subject.tenant}`;
}

/** The same event always starts the same execution: 12 + 11 + 36 characters with EventBridge's ids, of the 80 that are allowed. */
function executionName(eventId: string, at: number): string {
  return `${timePrefix(at)}-emergency-${eventId.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 48)}`;
}
