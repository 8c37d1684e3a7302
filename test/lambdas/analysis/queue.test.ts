import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agedImpact, queueOf, settleQueue, waitingSince } from '../../../lambdas/analysis/queue.ts';
import type { Cycle, Opportunity } from '../../../lambdas/shared/contract/records.ts';
import { StaleRecord } from '../../../lambdas/shared/errors.ts';
import { DAY_MS } from '../../../lambdas/shared/time.ts';
import { cycle } from '../fakes/samples.ts';
import { NOW, world } from '../fakes/world.ts';

const queued = (id: string, changes: Partial<Opportunity> = {}): Opportunity => ({
  id,
  tenant: 'default',
  cycleId: 'cycle-0',
  target: 'orders',
  kind: 'over-provisioned',
  title: 'orders has more memory than it uses',
  evidence: [{ source: 'log', summary: 'It uses a tenth.' }],
  severity: 'medium',
  gain: 0.2,
  confidence: 0.9,
  risk: 0.05,
  riskClass: 'low',
  impact: 200,
  priority: 'medium',
  status: 'queued',
  reason: 'No place left.',
  wanted: null,
  at: NOW - DAY_MS,
  queuedSince: NOW - DAY_MS,
  revision: 0,
  ...changes,
});

describe('the queue', () => {
  it('is what other cycles left to wait', () => {
    const all = [queued('1'), queued('2', { cycleId: 'cycle-1' }), queued('3', { status: 'chosen' })];
    expect(queueOf(all, { id: 'cycle-1' }).map(({ id }) => id)).toEqual(['1']);
  });

  it('knows since when the same waits, by the earliest', () => {
    const queue = [
      queued('1', { queuedSince: NOW - 5 }),
      queued('2', { queuedSince: NOW - 9 }),
      queued('3', { target: 'prices', queuedSince: 1 }),
    ];
    expect(waitingSince({ target: 'orders', kind: 'over-provisioned' }, queue)).toBe(NOW - 9);
    expect(waitingSince({ target: 'orders', kind: 'idle' }, queue)).toBeNull();
  });

  it('never weighs what waits less than it is, nor more than sixteen times', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.option(fc.integer({ min: 0, max: 2 * NOW })), (impact, since) => {
        const aged = agedImpact(impact, since, NOW);
        expect(aged).toBeGreaterThanOrEqual(impact);
        expect(aged).toBeLessThanOrEqual(16 * impact);
      }),
    );
  });

  const settled = async (
    waiting: Opportunity,
    given: { found?: Opportunity[]; looked?: string[]; of?: Partial<Cycle> },
  ): Promise<string> => {
    const { ports } = world();
    await ports.work.opportunities.create(waiting);
    await settleQueue(ports, cycle(given.of), [waiting], given.found ?? [], new Set(given.looked), NOW);
    const { status = '', reason = '' } = (await ports.work.opportunities.get('default', waiting.id)) ?? {};
    return `${status}: ${reason}`;
  };

  it('lets go of what was found again, was looked for in vain, or has waited too long', async () => {
    const again = queued('2', { cycleId: 'cycle-1' });
    expect(await settled(queued('1'), { found: [again], looked: ['orders'] })).toBe('skipped: It goes on as 2, which found it again.');
    expect(await settled(queued('1'), { looked: ['orders'] })).toBe('skipped: Cycle cycle-1 looked for it and found it no more.');
    const old = queued('1', { queuedSince: NOW - 29 * DAY_MS });
    expect(await settled(old, {})).toBe('skipped: It waited for 28 days, and nothing found it again.');
  });

  it('keeps what nobody looked for, and what an emergency did not find in its hour', async () => {
    expect(await settled(queued('1'), { looked: ['prices'] })).toBe('queued: No place left.');
    expect(await settled(queued('1'), { looked: ['orders'], of: { trigger: 'emergency' } })).toBe('queued: No place left.');
  });

  it('leaves the word to a cycle that was faster', async () => {
    const { ports } = world();
    ports.work.opportunities.update = async () => {
      throw new StaleRecord('it moved on');
    };
    await expect(settleQueue(ports, cycle(), [queued('1')], [], new Set(['orders']), NOW)).resolves.toBeUndefined();
  });
});
