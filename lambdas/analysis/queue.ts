import type { Cycle, Opportunity } from '../shared/contract/records.ts';
import { StaleRecord } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { DAY_MS } from '../shared/time.ts';

/** What waits doubles its weight each week, so that it comes before ever newer ones of twice its impact, at the end sixteen times. */
const DOUBLES_MS = 7 * DAY_MS;
const MOST = 16;
/** Its evidence is of another month by then: what is still true is found again. */
const LONGEST_MS = 28 * DAY_MS;

type Queued = Pick<Opportunity, 'id' | 'target' | 'kind' | 'at' | 'queuedSince'>;

const isSame = (a: Pick<Opportunity, 'target' | 'kind'>, b: Pick<Opportunity, 'target' | 'kind'>): boolean =>
  a.target === b.target && a.kind === b.kind;

/** What earlier cycles left to wait, out of the opportunities on record. */
export function queueOf(opportunities: readonly Opportunity[], cycle: Pick<Cycle, 'id'>): Opportunity[] {
  return opportunities.filter(({ status, cycleId }) => status === 'queued' && cycleId !== cycle.id);
}

/** Since when the same waits (epoch ms); null: it is new. */
export function waitingSince(found: Pick<Opportunity, 'target' | 'kind'>, queue: readonly Queued[]): number | null {
  const same = queue.filter((each) => isSame(each, found)).map(({ at, queuedSince }) => queuedSince ?? at);
  return same.length === 0 ? null : Math.min(...same);
}

/** Impact with the weight of its waiting: impact x 2^(weeks), at most sixteen times. */
export function agedImpact(impact: number, since: number | null, now: number): number {
  if (since === null) return impact;
  return impact * Math.min(MOST, 2 ** (Math.max(0, now - since) / DOUBLES_MS));
}

/**
 * Ends the waiting of what earlier cycles queued: the same was found again and goes on as this cycle's, or it was looked for and is not there any more, or
 * it has waited too long. An emergency looks at an hour only: what it does not find may still be there. Of each kind on a target one waits.
 */
export async function settleQueue(
  { work }: Pick<Ports, 'work'>,
  cycle: Cycle,
  queue: readonly Opportunity[],
  found: readonly Opportunity[],
  looked: ReadonlySet<string>,
  now: number,
): Promise<void> {
  for (const waiting of queue) {
    const reason = endOf(waiting, cycle, found, looked, now);
    if (reason === null) continue;
    try {
      await work.opportunities.update({ ...waiting, status: 'skipped', reason });
    } catch (error) {
      // Another cycle has just said so.
      if (!(error instanceof StaleRecord)) throw error;
    }
  }
}

function endOf(waiting: Opportunity, cycle: Cycle, found: readonly Opportunity[], looked: ReadonlySet<string>, now: number): string | null {
  const again = found.find((each) => each.id !== waiting.id && isSame(each, waiting));
  if (again !== undefined) return `It goes on as ${again.id}, which found it again.`;
  if (looked.has(waiting.target) && cycle.trigger !== 'emergency') return `Cycle ${cycle.id} looked for it and found it no more.`;
  if (now - (waiting.queuedSince ?? waiting.at) > LONGEST_MS)
    return `It waited for ${LONGEST_MS / DAY_MS} days, and nothing found it again.`;
  return null;
}
