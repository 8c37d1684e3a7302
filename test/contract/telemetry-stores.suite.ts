import { describe, expect, it } from 'vitest';
import type { LogBatch, LogMinute, RegisteredTarget } from '../../lambdas/shared/contract/records.ts';
import { StaleRecord } from '../../lambdas/shared/errors.ts';
import type { LogBatchStore, TargetRegistry } from '../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';

const NOON = Date.UTC(2026, 10, 20, 12);

export function registeredTarget(name: string, changes: Partial<RegisteredTarget> = {}): RegisteredTarget {
  return {
    name,
    tenant: 'shop',
    priority: 'high',
    autonomy: 'tune',
    target: {
      name,
      tenant: 'shop',
      priority: 'high',
      autonomy: 'tune',
      runtime: 'nodejs24.x',
      handler: 'handler.handler',
      liveVersion: '7',
      configuration: { memoryMb: 512, timeoutSeconds: 5 },
      source: null,
      samples: null,
    },
    refreshedAt: NOON,
    cadence: 'fast',
    reason: 'its priority is high',
    nextPollAt: NOON + 60_000,
    polledUntil: NOON - 120_000,
    fastUntil: 0,
    anomalyUntil: 0,
    storedUntil: null,
    failureShare: null,
    rate: 0.1 + 0.2,
    deployed: { after: null, by: NOON },
    canary: { since: NOON, until: null },
    operations: { 'POST /orders "quoted" \u{1f600}': NOON },
    subscription: { state: 'refused', reason: 'no room' },
    revision: 0,
    ...changes,
  };
}

/** What every TargetRegistry does. `make` gives an empty one. */
export function describeTargetRegistry(kind: string, make: () => Promise<TargetRegistry>): void {
  describe(`TargetRegistry: ${kind}`, () => {
    it('gives back what was put, at the next revision, and null for what is not there', async () => {
      const registry = await make();
      expect(await registry.get('orders')).toBeNull();
      expect(await registry.list()).toEqual([]);
      const put = await registry.put(registeredTarget('orders'));
      expect(put).toEqual(registeredTarget('orders', { revision: 1 }));
      expect(await registry.get('orders')).toEqual(put);
      const again = await registry.put({ ...put, target: null, polledUntil: null, rate: null, deployed: null, canary: null });
      expect(again.revision).toBe(2);
      expect(await registry.get('orders')).toEqual(again);
    });

    it('refuses a write from a revision that moved on, the first one as well, and of one that was removed', async () => {
      const registry = await make();
      const first = await registry.put(registeredTarget('orders'));
      await expect(registry.put(registeredTarget('orders'))).rejects.toThrow(StaleRecord);
      await registry.put(first);
      await expect(registry.put(first)).rejects.toThrow(StaleRecord);
      await registry.remove('orders');
      await expect(registry.put({ ...first, revision: 2 })).rejects.toThrow(StaleRecord);
    });

    it('lets exactly one of many concurrent writes through', async () => {
      const registry = await make();
      const first = await registry.put(registeredTarget('orders'));
      const results = await Promise.allSettled(Array.from({ length: 10 }, (_, rate) => registry.put({ ...first, rate })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('lists all of a fleet', async () => {
      const registry = await make();
      const names = Array.from({ length: 200 }, (_, index) => `t-${index}`);
      for (const name of names) await registry.put(registeredTarget(name));
      expect((await registry.list()).map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    });

    it('removes what is there, and minds nothing that is not', async () => {
      const registry = await make();
      await registry.put(registeredTarget('orders'));
      await registry.put(registeredTarget('prices'));
      await registry.remove('orders');
      await registry.remove('orders');
      expect((await registry.list()).map(({ name }) => name)).toEqual(['prices']);
    });
  });
}

function logMinute(index: number, changes: Partial<LogMinute> = {}): LogMinute {
  return {
    minute: NOON + index * MINUTE_MS,
    reports: 10,
    maxMemoryMb: 100,
    coldStarts: 1,
    initMs: 250.5,
    timeouts: 0,
    outOfMemory: 0,
    errors: 1,
    operations: [{ operation: 'GET /', runs: 2, failures: 1, durationMs: 30, longestMs: 20 }],
    ...changes,
  };
}

export function logBatch(id: string, minutes: LogMinute[], changes: Partial<LogBatch> = {}): LogBatch {
  const error = { requestId: 'r', version: '3', at: NOON + 5, type: 'TypeError', message: 'boom', stack: ['at handler (index.mjs:3:22)'] };
  return { id, target: 'orders', minutes, errors: [error], ...changes };
}

/** What every LogBatchStore does. */
export function describeLogBatchStore(kind: string, make: () => Promise<LogBatchStore>): void {
  describe(`LogBatchStore: ${kind}`, () => {
    const span = (from: number, to: number) => ({ from: NOON + from * MINUTE_MS, to: NOON + to * MINUTE_MS });

    it('gives the minutes of a span, added up over the batches', async () => {
      const store = await make();
      expect(await store.minutes('orders', span(0, 10))).toEqual([]);
      await store.keep(logBatch('a', [logMinute(0), logMinute(1)]), NOON);
      await store.keep(logBatch('b', [logMinute(1, { maxMemoryMb: 120, timeouts: 2 }), logMinute(2)]), NOON);
      await store.keep(logBatch('c', [logMinute(1)], { target: 'prices' }), NOON);
      expect(await store.minutes('orders', span(0, 2))).toEqual([
        logMinute(0),
        logMinute(1, {
          reports: 20,
          maxMemoryMb: 120,
          coldStarts: 2,
          initMs: 501,
          timeouts: 2,
          errors: 2,
          operations: [{ operation: 'GET /', runs: 4, failures: 2, durationMs: 60, longestMs: 20 }],
        }),
      ]);
      expect(await store.minutes('orders', span(1, 1))).toEqual([]);
      expect((await store.minutes('orders', span(2, 9))).map(({ minute }) => minute)).toEqual([NOON + 2 * MINUTE_MS]);
    });

    it('keeps a batch once, however often it comes, at the same time too', async () => {
      const store = await make();
      const batch = logBatch('a', [logMinute(0), logMinute(1)]);
      await Promise.all([1, 2, 3].map((at) => store.keep(batch, NOON + at)));
      await store.keep({ ...batch, minutes: [logMinute(0, { reports: 99 })] }, NOON);
      expect(await store.minutes('orders', span(0, 9))).toEqual([logMinute(0), logMinute(1)]);
    });
  });
}
