import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureGroup } from '../../../../lambdas/analysis/clusters/group-errors.ts';
import { coverage, mergeCluster, type SeenInWindow } from '../../../../lambdas/analysis/clusters/merge-cluster.ts';
import { FailureCluster, type LogError } from '../../../../lambdas/shared/contract/records.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { NOW } from '../../fakes/world.ts';

const ORIGIN = NOW - (NOW % HOUR_MS);
const error = (at: number, version = '1'): LogError => ({ requestId: `r-${at}`, version, at, type: 'Error', message: 'no', stack: [] });
const group = (errors: readonly LogError[]): FailureGroup => ({
  fingerprint: { id: '0123456789abcdef', type: 'Error', template: 'no', frames: [] },
  errors: errors.toSorted((a, b) => b.at - a.at) as [LogError, ...LogError[]],
  location: null,
});

/** What a window from `from` to `to` (minutes from the origin) shows of all failures; null: nothing. */
function seen(all: readonly LogError[], from: number, to: number, changes: Partial<SeenInWindow> = {}): SeenInWindow | null {
  const span = { from: ORIGIN + from * MINUTE_MS, to: ORIGIN + to * MINUTE_MS };
  const inside = all.filter(({ at }) => at >= span.from && at < span.to);
  if (inside.length === 0) return null;
  const plain = { tenant: 'default', target: 'orders', category: 'code', patternId: null, sampled: false } as const;
  return { ...plain, group: group(inside), span, readFrom: span.from, ...changes };
}
const merged = (windows: readonly (SeenInWindow | null)[]): FailureCluster | null =>
  windows.reduce<FailureCluster | null>((before, window) => (window === null ? before : mergeCluster(before, window)), null);
const every = (minutes: number, count: number): LogError[] =>
  Array.from({ length: count }, (_, index) => error(ORIGIN + index * minutes * MINUTE_MS));

describe('mergeCluster', () => {
  it('counts by hour and by version, oldest first, and keeps the newest message and place', () => {
    const all = [...every(20, 6), error(ORIGIN + 125 * MINUTE_MS, '2')];
    const after = merged([seen(all, 0, 180)]);
    expect(FailureCluster.parse(after)).toMatchObject({
      id: 'orders.0123456789abcdef',
      count: 7,
      firstSeen: ORIGIN,
      lastSeen: ORIGIN + 125 * MINUTE_MS,
      countedUntil: ORIGIN + 180 * MINUTE_MS,
      atLeast: false,
      hours: [
        { hour: ORIGIN, count: 3 },
        { hour: ORIGIN + HOUR_MS, count: 3 },
        { hour: ORIGIN + 2 * HOUR_MS, count: 1 },
      ],
      versions: [
        { version: '1', firstSeen: ORIGIN, count: 6 },
        { version: '2', firstSeen: ORIGIN + 125 * MINUTE_MS, count: 1 },
      ],
    });
  });

  it('counts what an overlapping window adds, and nothing of one that is repeated or older', () => {
    const all = every(10, 18);
    const first = merged([seen(all, 0, 60)]);
    const [again, older] = [merged([seen(all, 0, 60), seen(all, 0, 60)]), merged([seen(all, 0, 60), seen(all, 10, 40)])];
    expect([again, older]).toEqual([first, first]);
    expect(merged([seen(all, 0, 60), seen(all, 30, 120), seen(all, 100, 180)])).toMatchObject({ count: 18, atLeast: false });
  });

  it('counts the older part of a window that reaches back further, and leaves one that ends before alone', () => {
    const all = every(10, 18);
    const later = merged([seen(all, 120, 180)]);
    expect(later).toMatchObject({ count: 6, firstSeen: ORIGIN + 120 * MINUTE_MS });
    expect(merged([seen(all, 120, 180), seen(all, 0, 180)])).toMatchObject({
      count: 18,
      firstSeen: ORIGIN,
      countedFrom: ORIGIN,
      atLeast: false,
    });
    expect(merged([seen(all, 120, 180), seen(all, 60, 150)])).toMatchObject({ count: 12, countedUntil: later?.countedUntil });
    expect(merged([seen(all, 120, 180), seen(all, 0, 60)])).toEqual(later);
  });

  it('says that there may have been more after a read that was cut, a gap between windows, or a sample', () => {
    const all = every(10, 18);
    const cut = seen(all, 0, 60, { readFrom: ORIGIN + 30 * MINUTE_MS });
    expect(merged([cut])).toMatchObject({ atLeast: true });
    expect(merged([seen(all, 0, 60), seen(all, 90, 180)])).toMatchObject({ count: 15, atLeast: true });
    expect(merged([seen(all, 0, 60, { sampled: true })])).toMatchObject({ atLeast: true });
    // What was cut off is counted already.
    expect(merged([seen(all, 0, 60), seen(all, 0, 120, { readFrom: ORIGIN + 60 * MINUTE_MS })])).toMatchObject({
      count: 12,
      atLeast: false,
    });
  });

  it('keeps what others wrote, unless the pattern is another one', () => {
    const all = every(10, 18);
    const known = { ...(merged([seen(all, 0, 60, { patternId: 'a' })]) ?? expect.fail('none')), inPattern: 6, revision: 4 };
    const again = (patternId: string) => mergeCluster(known, seen(all, 0, 120, { patternId }) ?? expect.fail('none'));
    expect(again('a')).toMatchObject({ inPattern: 6, revision: 4, count: 12 });
    expect(again('b').inPattern).toBeUndefined();
  });

  it('keeps secrets out of the example, and everything within its bounds', () => {
    const versions = Array.from({ length: 30 }, (_, index) => error(ORIGIN + index * MINUTE_MS, String(index)));
    const hours = Array.from({ length: 400 }, (_, index) => error(ORIGIN + (index + 1) * HOUR_MS, '29'));
    const secret = { ...error(ORIGIN + 400 * HOUR_MS + 1, '29'), message: `password=hunter2 ${'x'.repeat(5000)}` };
    const after = FailureCluster.parse(merged([seen([...versions, ...hours, secret], 0, 60 * 401)]));
    expect(after.hours).toHaveLength(168);
    expect(after.hours.at(-1)?.hour).toBe(ORIGIN + 400 * HOUR_MS);
    expect(after.versions.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 10)));
    expect(after.count).toBe(431);
    expect(after.example).not.toContain('hunter2');
  });

  const times = array(integer({ min: 0, max: 24 * 60 - 1 }), { minLength: 1, maxLength: 60 });
  const windows = array(
    record({ back: integer({ min: 0, max: 300 }), on: integer({ min: 0, max: 300 }), again: boolean(), earlier: boolean() }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );

  it('counts each failure once, whatever windows overlap, and however often and in whatever order they are repeated', () => {
    assert(
      property(times, windows, (minutes, steps) => {
        const all = [...new Set(minutes)].map((minute) => error(ORIGIN + minute * MINUTE_MS));
        // The first one shows a failure, so that there is a record; each then touches what those before it cover, at either end.
        all.push(error(ORIGIN + 600 * MINUTE_MS + 1));
        const spans: [number, number][] = [[600, 601]];
        let [begin, end] = [600, 601];
        for (const { back, on, again, earlier } of steps) {
          const [from, to] = earlier ? [begin - back, begin + on] : [end - back, end + on];
          spans.push([from, to], ...(again ? [[from, to] as [number, number]] : []));
          [begin, end] = [Math.min(begin, from), Math.max(end, to)];
        }
        let cluster: FailureCluster | null = null;
        for (const [from, to] of spans) {
          const window = seen(all, from, to);
          const span = { from: ORIGIN + from * MINUTE_MS, to: ORIGIN + to * MINUTE_MS };
          if (window !== null) cluster = mergeCluster(cluster, window);
          // As see-clusters.ts does where a window shows nothing.
          else if (cluster !== null) Object.assign(cluster, coverage(cluster, { span, readFrom: span.from, sampled: false }));
        }
        const covered = all.filter(({ at }) => at >= ORIGIN + begin * MINUTE_MS && at < ORIGIN + end * MINUTE_MS);
        expect(cluster?.count ?? 0).toBe(covered.length);
        if (cluster === null) return;
        expect(cluster.hours.reduce((sum, { count }) => sum + count, 0)).toBe(cluster.count);
        expect(cluster.versions.reduce((sum, { count }) => sum + count, 0)).toBe(cluster.count);
        expect([cluster.firstSeen, cluster.lastSeen]).toEqual([
          Math.min(...covered.map(({ at }) => at)),
          Math.max(...covered.map(({ at }) => at)),
        ]);
      }),
    );
  });

  it('never counts more than there were, whatever windows come in whatever order', () => {
    const window = record({ from: integer({ min: 0, max: 1440 }), length: integer({ min: 1, max: 600 }), version: constantFrom('1', '2') });
    assert(
      property(times, array(window, { minLength: 1, maxLength: 8 }), (minutes, order) => {
        const all = [...new Set(minutes)].map((minute) => error(ORIGIN + minute * MINUTE_MS));
        const cluster = merged(order.map(({ from, length }) => seen(all, from, from + length)));
        expect(cluster?.count ?? 0).toBeLessThanOrEqual(all.length);
        if (cluster !== null) expect(FailureCluster.safeParse(cluster).error).toBeUndefined();
      }),
    );
  });
});
