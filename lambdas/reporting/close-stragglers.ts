import { OPEN_STATUSES, type Cycle } from '../shared/contract/records.ts';
import { closeCycle, type ClosePorts } from './close-cycle.ts';
import { recordsSince } from './records-of-cycle.ts';

/** Cycles that are looked back at: three weeks of daily ones, five days of the most frequent (every 6 h). */
const LOOK_BACK = 20;

/**
 * Closes what earlier cycles of the tenant left open because their own last report never came: a rollout's execution that
 * ended abnormally after its improvement was taken back, or a rollout that could not be started. Looks only: a cycle with a
 * rollout under way stays as it is.
 */
export async function closeStragglers(ports: ClosePorts, tenant: string, exceptCycleId: string): Promise<void> {
  const earlier = (await ports.work.cycles.list(tenant, { limit: LOOK_BACK })).filter(
    ({ id, executionEnded, status }) => id !== exceptCycleId && executionEnded && (status === 'rolling-out' || status === 'failed'),
  );
  if (earlier.length === 0) return;
  const since = Math.min(...earlier.map(({ windowEnd }) => windowEnd));
  const open = (await recordsSince(ports.work.improvements, tenant, since)).filter(({ status }) => OPEN_STATUSES.includes(status));
  const leftOpen = ({ id, status }: Cycle) => status === 'rolling-out' || open.some(({ cycleId }) => cycleId === id);
  for (const { id } of earlier.filter(leftOpen)) await closeCycle(ports, { tenant, cycleId: id, ended: 'cycle' }, true);
}
