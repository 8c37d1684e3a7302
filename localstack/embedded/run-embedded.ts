import { constants, setPriority } from 'node:os';
import { BaseEnvironment } from '../../lambdas/shared/contract/environment.ts';
import type { CycleRequest } from '../../lambdas/shared/contract/workflow.ts';
import type { CycleReport } from '../../lambdas/reporting/cycle-report.ts';
import { readCycleReport } from '../../lambdas/reporting/read-cycle-report.ts';
import { MINUTE_MS, timePrefix } from '../../lambdas/shared/time.ts';
import { startCloud, type Assembly, type Cloud } from './cloud.ts';
import type { CloudEvent, TelemetryTick } from './events.ts';
import { SAMPLE_TENANT } from './fleet/services.ts';
import { INCIDENT, incidentStart } from './incident.ts';
import { SAMPLE_ANSWERS } from './scripted-model.ts';
import { watchAnomalies, watchCycle } from './watch.ts';

export interface RunOptions {
  stateDir: string;
  seed: number;
  /** Real seconds of one telemetry minute. */
  minuteSeconds: number;
  /** Telemetry minutes of load before the cycle starts. */
  observeMinutes: number;
  /** The run ends after so many telemetry minutes, finished or not. */
  maxMinutes: number;
  /** Whether the upstream of one service gets slow for a while (incident.ts). */
  incident: boolean;
  /** Whether the model is a server that answers from the sample fleet's files. */
  scriptedModel: boolean;
  assembly: Assembly;
  onEvent(event: CloudEvent): void;
  signal: AbortSignal;
}

export interface RunResult {
  status: 'completed' | 'failed' | 'interrupted' | 'out-of-time';
  cycleId: string | null;
  report: CycleReport | null;
  /** Where the page of the published report is; null: it was not published. */
  kept: string | null;
}

/** The records are looked at so many times a telemetry minute for news. */
const LOOKS_PER_MINUTE = 2;

/** Sleeps until the signal or the time, whichever comes first. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/**
 * Kaizen's own handlers, and the compilers and tests that they run, leave the processors to the functions first: on AWS they have others. The
 * functions' host was started before and keeps its priority.
 */
function comeSecond(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

/**
 * One improvement cycle over the sample fleet under load: observe, run the cycle, wait until its last rollout has ended.
 * Whatever way it ends, nothing of it runs on and every alias is at a version that the audit explains.
 * @throws StateDirectoryError when the state directory can't be used.
 */
export async function runEmbedded(options: RunOptions): Promise<RunResult> {
  const { stateDir, seed, minuteSeconds, assembly, signal } = options;
  const minuteMs = minuteSeconds * 1000;
  const failures: string[] = [];
  const cloud = await startCloud({
    stateDir,
    seed,
    minuteMs,
    assembly,
    modelAnswers: options.scriptedModel ? SAMPLE_ANSWERS : null,
    onDeadLetter: (queue, error) => failures.push(`a message of the queue ${queue} failed for good: ${String(error)}`),
    onFailure: ({ workflow, name, error }) => failures.push(`${workflow} ${name} failed: ${error?.message ?? 'no reason given'}`),
  });
  comeSecond();
  const tell = (event: Omit<CloudEvent, 'at'>) => options.onEvent({ at: cloud.clock(), ...event });
  let cause = 'the run was over';
  try {
    for (const target of cloud.recovered.rollouts) {
      tell({ phase: 'start', level: 'info', subject: target, message: `${target}: a rollout that an earlier run left behind was ended.` });
    }
    await cloud.startLoad();
    tell({ phase: 'start', level: 'info', message: `The sample fleet is up; one telemetry minute lasts ${minuteSeconds} s.` });
    tell({ phase: 'start', level: 'info', message: modelWords(options) });
    const result = await observeAndImprove(cloud, options, tell, failures);
    if (result.status === 'interrupted') cause = 'the run was interrupted';
    if (result.status === 'out-of-time') cause = `the run reached its bound of ${options.maxMinutes} telemetry minutes`;
    if (signal.aborted) return result;
    if (result.status === 'completed' || result.status === 'failed') await cloud.workflows.idle();
    const cycle = result.cycleId === null ? null : await cloud.work.cycles.get(SAMPLE_TENANT, result.cycleId);
    if (cycle === null) return result;
    return { ...result, report: await readCycleReport(cloud, cycle, cloud.clock()), kept: cycle.closing?.kept ?? null };
  } finally {
    tell({ phase: 'stop', level: 'info', message: 'Stopping.' });
    await cloud.stop(cause);
  }
}

/** Who writes what no codemod can, said plainly: a script must not be taken for a model. */
function modelWords({ scriptedModel, assembly }: RunOptions): string {
  if (scriptedModel) return 'Model: scripted server, answers from files; no model is asked and nothing is paid.';
  const { KAIZEN_MODEL: model } = BaseEnvironment.parse(assembly.handlers['generation/generate'].environment);
  if (model === undefined) return 'Model: none; what no codemod can write is left to people.';
  const ids = model.models.map(({ id }) => id).join(', ');
  return `Model: ${ids} (${model.provider}), for at most $${model.dailyDollars} a day.`;
}

async function observeAndImprove(
  cloud: Cloud,
  options: RunOptions,
  tell: (event: Omit<CloudEvent, 'at'>) => void,
  failures: string[],
): Promise<RunResult> {
  const { observeMinutes, maxMinutes, incident, signal, minuteSeconds } = options;
  const { clock, host } = cloud;
  const start = clock();
  const elapsed = () => Math.floor((clock() - start) / MINUTE_MS);
  const lookMs = (minuteSeconds * 1000) / LOOKS_PER_MINUTE;
  let cycleId: string | null = null;
  let news: (() => Promise<Omit<CloudEvent, 'at'>[]>) | null = null;
  const anomalies = await watchAnomalies(cloud.work, SAMPLE_TENANT);
  const begins = incident ? incidentStart(observeMinutes) : Number.POSITIVE_INFINITY;
  let ticked = -1;

  while (!signal.aborted) {
    const minute = elapsed();
    if (minute > ticked) {
      if (ticked < begins && minute >= begins) {
        cloud.slow(INCIDENT.slow);
        const message = `The upstream of ${INCIDENT.service} answers ${INCIDENT.slow.factor} times as slowly from now on, for ${INCIDENT.minutes} minutes.`;
        tell({ phase: 'telemetry', level: 'info', subject: INCIDENT.service, message });
      }
      if (ticked < begins + INCIDENT.minutes && minute >= begins + INCIDENT.minutes) {
        cloud.slow(INCIDENT.over);
        tell({
          phase: 'telemetry',
          level: 'info',
          subject: INCIDENT.service,
          message: `The upstream of ${INCIDENT.service} is as fast as before.`,
        });
      }
      ticked = minute;
      await cloud.tick();
      await cloud.takeOrders(minute >= observeMinutes);
      for (const event of await anomalies()) tell(event);
      for (const failure of failures.splice(0)) tell({ phase: 'cycle', level: 'bad', message: failure });
      if (cycleId === null) {
        const { load } = await host.status();
        const requests = load.reduce((sum, { sent }) => sum + sent, 0);
        const tick: TelemetryTick = { tick: true, minute, of: observeMinutes, requests, done: minute >= observeMinutes };
        tell({
          phase: 'telemetry',
          level: 'info',
          message: `Observing, minute ${minute} of ${observeMinutes}: ${requests} requests so far.`,
          data: { ...tick },
        });
      }
    }
    if (cycleId === null && minute >= observeMinutes) {
      cycleId = `cycle-${timePrefix(clock())}`;
      news = watchCycle(cloud.work, SAMPLE_TENANT, cycleId);
      const request: CycleRequest = { tenant: SAMPLE_TENANT, trigger: 'manual', windowMinutes: Math.max(5, observeMinutes) };
      await cloud.workflows.start('improvement-cycle', cycleId, request);
      tell({ phase: 'cycle', level: 'info', message: `Cycle ${cycleId} started.` });
    }
    if (cycleId !== null && news !== null) {
      // The cycle is read first: what its end brought is then in the news.
      const cycle = await cloud.work.cycles.get(SAMPLE_TENANT, cycleId);
      for (const event of await news()) tell(event);
      // A rollout that a person approved may outlast the cycle.
      if (cycle !== null && cycle.endedAt !== null && (!cloud.workflows.busy() || minute >= maxMinutes)) {
        const good = cycle.status === 'completed';
        tell({ phase: 'report', level: good ? 'good' : 'bad', message: `Cycle ${cycleId}: ${cycle.status}. ${cycle.reason}` });
        return { status: good ? 'completed' : 'failed', cycleId, report: null, kept: null };
      }
    }
    if (minute >= maxMinutes) {
      tell({
        phase: 'stop',
        level: 'bad',
        message: `The bound of ${maxMinutes} telemetry minutes is reached; rollouts go back to their stable versions.`,
      });
      return { status: 'out-of-time', cycleId, report: null, kept: null };
    }
    await pause(lookMs, signal);
  }
  return { status: 'interrupted', cycleId, report: null, kept: null };
}
