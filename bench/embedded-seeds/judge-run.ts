import { isModelStrategy } from '../../lambdas/shared/contract/records.ts';
import type { CycleReport, ReportedImprovement } from '../../lambdas/reporting/cycle-report.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { INCIDENT } from '../../localstack/embedded/incident.ts';

/** One thing that must be true of a run. */
export interface RunCheck {
  what: string;
  holds: boolean;
}

/** The sample service whose speed-up its upstream punishes, and the one with nothing to improve. */
const TRAP = 'shipping';
const HEALTHY = 'sessions';

/** A promoted improvement without a measured effect would be a claim, not a result. */
function measuredGain({ gain, kind }: ReportedImprovement): boolean {
  return gain !== null && (kind === 'code' ? (gain.p95 ?? 0) > 0 : (gain.savingPerMillion ?? 0) > 0);
}

/** One line of a run's progress, as far as it is looked at. */
export interface ProgressEvent {
  at: number;
  phase: string;
  level: string;
  subject?: string;
}

/** Telemetry minutes within which the incident must be told. */
const FOUND_WITHIN = 3;

/** Of the incident a person must be told in time, of the healthy service never. */
export function judgeAlerts(events: readonly ProgressEvent[]): RunCheck[] {
  const told = events.filter(({ phase, level }) => phase === 'detection' && level === 'bad');
  const began = events.find(({ phase, subject }) => phase === 'telemetry' && subject === INCIDENT.service);
  const found = told.find(({ subject, at }) => subject === INCIDENT.service && began !== undefined && at >= began.at);
  const after = began === undefined || found === undefined ? null : (found.at - began.at) / MINUTE_MS;
  return [
    {
      what: `the incident told within ${FOUND_WITHIN} minutes (${after === null ? 'never' : `after ${after.toFixed(1)}`})`,
      holds: after !== null && after <= FOUND_WITHIN,
    },
    { what: 'no alert on the healthy service', holds: told.every(({ subject }) => subject !== HEALTHY) },
  ];
}

/**
 * What a first user must see in one run: codemods of five kinds and a model's patch at work, two code gains and one tuning kept, the trap
 * taken back, the healthy service left alone.
 */
export function judgeRun(report: CycleReport, auditIntact: boolean): RunCheck[] {
  const promoted = report.improvements.filter(({ status }) => status === 'promoted');
  const kept = (kind: ReportedImprovement['kind']) =>
    promoted.filter((each) => each.kind === kind && measuredGain(each)).map(({ target }) => target);
  const rolledOut = report.improvements.filter(({ rollout }) => rollout !== null).map(({ strategy }) => strategy);
  const codemods = new Set(rolledOut.filter((strategy) => strategy.startsWith('codemod:')));
  const trap = report.improvements.find(({ target }) => target === TRAP);
  return [
    { what: `the cycle completed (it is ${report.status})`, holds: report.status === 'completed' },
    { what: `codemods of five kinds in a canary (${[...codemods].join(', ') || 'none'})`, holds: codemods.size >= 5 },
    { what: "a model's patch in a canary", holds: rolledOut.some(isModelStrategy) },
    { what: `two code improvements promoted with a gain (${kept('code').join(', ') || 'none'})`, holds: kept('code').length >= 2 },
    { what: `one tuning promoted with a saving (${kept('tuning').join(', ') || 'none'})`, holds: kept('tuning').length >= 1 },
    {
      what: `the trap rolled back for its errors (${trap === undefined ? 'not attempted' : `${trap.status}: ${trap.reason}`})`,
      holds: trap?.status === 'rolled-back' && trap.verdict?.word === 'harm',
    },
    { what: 'the healthy service untouched', holds: report.improvements.every(({ target }) => target !== HEALTHY) },
    { what: 'the audit chain intact', holds: auditIntact },
  ];
}
