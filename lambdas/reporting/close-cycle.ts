import { METRICS } from '../shared/contract/names.ts';
import type { Cycle } from '../shared/contract/records.ts';
import type { ReportIn } from '../shared/contract/workflow.ts';
import { RecordNotFound, StaleRecord } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { cycleUsage } from './cycle-usage.ts';
import { describeError } from './describe-error.ts';
import { monitoringMs } from './monitoring-time.ts';
import { publishReport, withPublication } from './publish-report.ts';
import { recordsOfCycle } from './records-of-cycle.ts';
import { settleImprovements } from './settle-improvements.ts';

export type ClosePorts = Pick<Ports, 'work' | 'audit' | 'archive' | 'notifier' | 'sink' | 'clock' | 'registry'>;

/** Each lost race means that another call moved the cycle on; at most 20 improvements and the cycle itself can. */
const MAX_ATTEMPTS = 25;

/**
 * Takes a cycle as far towards its end as its records allow, and says whether it is over and its report out.
 *
 * Exactly one of any number of concurrent callers ends it: the end is an update at the cycle's revision. None is missed either:
 * each rollout closes its improvement before it reads the cycle, and the cycle's own call sets `executionEnded` before it reads
 * the improvements, so whichever comes last sees both (the store reads consistently).
 * `late`: another cycle's report does this for a cycle that was left open; its length says nothing and is not measured.
 * @throws RecordNotFound when there is no such cycle.
 */
export async function closeCycle(ports: ClosePorts, input: ReportIn, late = false): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const cycle = await ports.work.cycles.get(input.tenant, input.cycleId);
    if (cycle === null) throw new RecordNotFound(`cycle ${input.cycleId} of tenant ${input.tenant} does not exist`);
    try {
      return await closeOnce(ports, cycle, input, late);
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}

async function closeOnce(ports: ClosePorts, found: Cycle, input: ReportIn, late: boolean): Promise<boolean> {
  if (found.status === 'skipped') return true;
  const { work } = ports;
  let cycle = found;
  if (input.ended !== 'rollout' && !cycle.executionEnded) {
    cycle = await work.cycles.update({
      ...cycle,
      executionEnded: true,
      status: 'rolling-out',
      reason: 'The cycle itself is over; its rollouts may be under way.',
    });
  }
  const open = await settleImprovements(ports, cycle, input);
  if (cycle.closing !== undefined) return publishAgain(ports, cycle);
  if (input.ended === 'failed') {
    const reason = input.error === undefined ? 'Its execution failed.' : `Its execution failed: ${describeError(input.error)}`;
    return end(ports, cycle, { status: 'failed', reason, watched: [], workMs: null, at: ports.clock() });
  }
  if (!cycle.executionEnded || open.length > 0) return false;
  return end(ports, cycle, await completed(ports, cycle, late));
}

interface End {
  status: 'completed' | 'failed';
  reason: string;
  /** For a failed cycle nothing is asked of the registry: what made it fail may be down. */
  watched: string[];
  /** Null: not to be measured. */
  workMs: number | null;
  at: number;
}

async function completed(ports: ClosePorts, cycle: Cycle, late: boolean): Promise<End> {
  const at = ports.clock();
  const [targets, improvements] = await Promise.all([ports.registry.list(), recordsOfCycle(ports.work.improvements, cycle)]);
  const watched = targets
    .filter(({ name, tenant }) => tenant === cycle.tenant && (cycle.targets === null || cycle.targets.includes(name)))
    .map(({ name }) => name)
    .toSorted();
  return late
    ? { status: 'completed', reason: 'Closed by the report of a later cycle: its own last report never came.', watched, workMs: null, at }
    : {
        status: 'completed',
        reason: 'All of its improvements have come to an end.',
        watched,
        workMs: at - cycle.startedAt - monitoringMs(improvements, cycle.startedAt, at),
        at,
      };
}

async function end(ports: ClosePorts, cycle: Cycle, { status, reason, watched, workMs, at }: End): Promise<boolean> {
  // Read before the end: a call that fails here leaves the cycle open, and its repeat ends it. This call itself asks CloudWatch nothing.
  const { cloudwatchCalls, tokens } = cycleUsage(await ports.work.usage(cycle.tenant, cycle.id));
  const ended = await ports.work.cycles.update({ ...cycle, status, reason, endedAt: at, closing: { watched, report: 'publishing' } });
  ports.sink.put(status === 'failed' ? METRICS.cyclesFailed : METRICS.cyclesCompleted, 1, cycle.tenant);
  ports.sink.put(METRICS.cloudwatchCalls, cloudwatchCalls, cycle.tenant);
  ports.sink.put(METRICS.tokens, tokens, cycle.tenant);
  if (workMs !== null) ports.sink.put(METRICS.cycleDuration, workMs / 1000, cycle.tenant);
  await publishReport(ports, ended);
  return true;
}

/** The cycle has ended before. Publishes its report when the one who ended it could not. */
async function publishAgain(ports: ClosePorts, cycle: Cycle): Promise<boolean> {
  if (cycle.closing?.report !== 'unpublished') return cycle.closing?.report === 'published';
  await publishReport(ports, await ports.work.cycles.update(withPublication(cycle, { report: 'publishing' })));
  return true;
}
