import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SERIES, type Series } from '../../../../../lambdas/shared/contract/records.ts';
import { THRESHOLD } from '../../../../../lambdas/shared/detection/detector.ts';
import { findDrafts } from '../../../../../lambdas/shared/detection/find-drafts.ts';
import type { TargetWindow } from '../../../../../lambdas/shared/detection/target-window.ts';
import { HOUR_MS, hourOfWeek, MINUTE_MS } from '../../../../../lambdas/shared/time.ts';
import { learnHour, openHours } from '../../../../../lambdas/shared/baseline/hour-profile.ts';
import { NOW } from '../../../fakes/world.ts';
import { type Newest, slower, times, windowWith } from './windows.ts';

const found = (window: TargetWindow) => findDrafts(window).map(({ type, series, severity }) => `${type} ${series} ${severity}`);
const only = (window: TargetWindow, type: string) => findDrafts(window).filter((draft) => draft.type === type);

describe('findDrafts', () => {
  it('finds nothing in plain minutes', () => {
    expect(found(windowWith())).toEqual([]);
  });

  it('finds nothing while baselines learn, whatever comes', () => {
    const value = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 15 });
    const newest = fc.record(Object.fromEntries(SERIES.map((series) => [series, value]))) as unknown as fc.Arbitrary<Newest>;
    fc.assert(fc.property(newest, fc.integer({ min: 0, max: 19 }), (each, learned) => found(windowWith(each, { learned })).length === 0));
  });

  it('finds the same whatever the level: durations, floors aside, only count in relation to the usual', () => {
    const factor = fc.double({ min: 1, max: 20, noNaN: true });
    const minutes = fc.array(fc.double({ min: 0.5, max: 4, noNaN: true }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(minutes, factor, (multiples, scale) => {
        const at = (level: number) =>
          found(
            windowWith(
              { 'duration-p50': multiples.map((each) => 500 * level * each), 'duration-p95': multiples.map((each) => 1000 * level * each) },
              {
                usual: { 'duration-p50': 500 * level, 'duration-p95': 1000 * level },
                configuration: { memoryMb: 512, timeoutSeconds: 900 },
              },
            ),
          );
        expect(at(scale)).toEqual(at(1));
      }),
    );
  });

  it('never finds anything in a lone minute of durations or errors of a few calls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 }), fc.double({ min: 1, max: 1000, noNaN: true }), (back, factor) => {
        const { 'duration-p50': p50 = [], 'duration-p95': p95 = [] } = slower(1, factor);
        const usual = times(back, Number.NaN).map(() => undefined);
        const window = windowWith(
          { 'duration-p50': [...p50, ...usual], 'duration-p95': [...p95, ...usual], 'error-rate': [1 / 3, ...usual] },
          { usual: { invocations: 3 } },
        );
        expect(found(window).filter((each) => !each.startsWith('utilisation'))).toEqual([]);
      }),
    );
  });

  it('is told the usual of a target by no canary: such minutes are info, and say so', () => {
    const window = windowWith(slower(4, 3), { canary: times(4, 1).map(() => true) });
    const drafts = findDrafts(window);
    expect(drafts.map(({ severity }) => severity)).toEqual(drafts.map(() => 'info'));
    expect(only(window, 'latency')[0]?.description).toMatch(/A rollout is under way; the judge watches it\.$/);
  });

  it('keeps the severity of what the minutes without a canary show by themselves', () => {
    const window = windowWith(slower(8, 3), { canary: times(4, 1).map(() => true) });
    expect(only(window, 'latency')).toMatchObject([{ severity: 'critical', lastSeen: NOW - 5 * MINUTE_MS }]);
  });
});

describe('latency', () => {
  it('is critical in the second minute of an incident that triples it, in words that say how much', () => {
    expect(only(windowWith(slower(1, 3)), 'latency')).toEqual([]);
    const [draft] = only(windowWith(slower(2, 3)), 'latency');
    expect(draft).toMatchObject({
      series: 'duration-p95',
      severity: 'critical',
      actual: 600,
      since: NOW - 2 * MINUTE_MS,
      lastSeen: NOW - MINUTE_MS,
    });
    expect(draft?.expected).toBeCloseTo(200, -1);
    expect(draft?.description).toMatch(
      /^One in twenty calls of orders takes 600 ms or more; usual is (199|200|201) ms: 3 times the usual\. Half of the calls take 300 ms/,
    );
  });

  it('is critical at +50 % in five of six minutes, and a warning from +20 % in three of five', () => {
    expect(only(windowWith(slower(4, 1.6)), 'latency')).toMatchObject([{ severity: 'warning' }]);
    expect(only(windowWith(slower(5, 1.6)), 'latency')).toMatchObject([{ severity: 'critical' }]);
    expect(only(windowWith(slower(2, 1.3)), 'latency')).toEqual([]);
    expect(only(windowWith(slower(5, 1.3)), 'latency')).toMatchObject([{ severity: 'warning' }]);
    expect(only(windowWith(slower(15, 1.15)), 'latency')).toEqual([]);
  });

  it('needs both the median and the 95th percentile', () => {
    expect(only(windowWith({ 'duration-p95': times(10, 900) }), 'latency')).toEqual([]);
    expect(only(windowWith({ 'duration-p50': times(10, 900) }), 'latency')).toEqual([]);
    // Which is a deviation all the same, that tells nobody.
    expect(found(windowWith({ 'duration-p95': times(10, 900) }))).toEqual(['deviation duration-p95 warning']);
  });

  it('needs more than a few milliseconds, and more than a few calls', () => {
    const fast = { usual: { 'duration-p50': 3, 'duration-p95': 5 } };
    expect(only(windowWith({ 'duration-p50': times(5, 9), 'duration-p95': times(5, 14) }, fast), 'latency')).toEqual([]);
    const rare = { usual: { invocations: 2 } };
    expect(only(windowWith(slower(3, 3), rare), 'latency')).toMatchObject([{ severity: 'warning' }]);
  });

  it('tells a second incident from the first', () => {
    const { 'duration-p50': p50 = [], 'duration-p95': p95 = [] } = slower(2, 3);
    const between = times(8, 0).map(() => undefined);
    const window = windowWith({ 'duration-p50': [...p50, ...between, ...p50], 'duration-p95': [...p95, ...between, ...p95] });
    expect(only(window, 'latency')).toMatchObject([{ since: NOW - 2 * MINUTE_MS }]);
  });
});

describe('errors', () => {
  const failing = (calls: number, rates: number[]) => windowWith({ 'error-rate': rates }, { usual: { invocations: calls } });

  it('are an anomaly at five points above the usual, critical above fifteen percent', () => {
    expect(only(failing(100, times(5, 0.07)), 'errors')).toMatchObject([{ severity: 'warning', since: NOW - 5 * MINUTE_MS }]);
    expect(only(failing(100, times(5, 0.2)), 'errors')).toMatchObject([{ severity: 'critical', actual: expect.closeTo(0.2, 2) }]);
    expect(only(failing(100, times(5, 0.04)), 'errors')).toEqual([]);
  });

  it('are found in the first minute of an outage, and within minutes of one that few calls meet', () => {
    expect(only(failing(100, [1]), 'errors')).toMatchObject([{ severity: 'critical' }]);
    expect(only(failing(1, times(3, 1)), 'errors')).toEqual([]);
    expect(only(failing(1, times(4, 1)), 'errors')).toMatchObject([{ severity: 'critical' }]);
  });

  it('are none at one failure of three calls', () => {
    expect(found(failing(3, [1 / 3, 0, 1 / 3]))).toEqual([]);
  });

  it('deviate critically when they are more than chance too', () => {
    expect(found(failing(1000, times(3, 0.045)))).toEqual(['deviation error-rate critical']);
    expect(found(failing(20, times(3, 0.045)))).toEqual([]);
  });
});

describe('limits', () => {
  it('of memory, time and copies', () => {
    expect(found(windowWith({ 'memory-used': times(3, 420) }))).toEqual(['utilisation memory-used warning']);
    expect(found(windowWith({ 'memory-used': times(3, 505) }))).toEqual(['utilisation memory-used critical', 'memory memory-used warning']);
    expect(found(windowWith({ 'memory-used': times(2, 420) }))).toEqual([]);
    expect(found(windowWith({ 'duration-p99': times(3, 4300) }))).toEqual(['utilisation duration-p99 warning']);
    expect(found(windowWith({ 'duration-p99': times(3, 4300) }, { usual: { invocations: 20 } }))).toEqual([]);
    expect(found(windowWith({ 'throttle-rate': times(3, 0.1) }))).toContain('utilisation throttle-rate critical');
    expect(found(windowWith({ 'throttle-rate': [0.02] }))).toEqual([]);
    expect(found(windowWith({ 'throttle-rate': times(3, 0.3) }, { usual: { invocations: 2 } }))).toEqual([]);
  });

  it('of memory that jumps above one and a half times the most ever seen, twice', () => {
    const roomy = { configuration: { memoryMb: 2048, timeoutSeconds: 5 } };
    expect(found(windowWith({ 'memory-used': times(2, 480) }, roomy))).toEqual(['memory memory-used warning']);
    expect(found(windowWith({ 'memory-used': [480] }, roomy))).toEqual([]);
    expect(found(windowWith({ 'memory-used': times(9, 440) }, roomy))).toEqual([]);
  });
});

/** With the hours of a week known: `mean` at each but this one, which has its own. */
function withHours(window: TargetWindow, series: Series, mean: (hour: number) => number, passes = 120): TargetWindow {
  const hours = openHours(new Uint8Array(0));
  for (let hour = 0; hour < 168; hour += 1) {
    for (let pass = 0; pass < passes; pass += 1) learnHour(hours, mean(hour), NOW - hour * HOUR_MS);
  }
  const known = window.series[series];
  if (known === undefined) throw new Error(`the window has no ${series}`);
  return { ...window, series: { ...window.series, [series]: { ...known, baseline: { ...known.baseline, hours } } } };
}

describe('throughput', () => {
  const few = (calls: number) => windowWith({ invocations: times(15, calls) });

  it('is compared with the same hour of earlier weeks only', () => {
    expect(found(few(60))).toEqual([]);
    expect(found(withHours(few(60), 'invocations', () => 100, 60))).toEqual([]);
    expect(found(withHours(few(60), 'invocations', () => 100))).toEqual(['throughput invocations warning']);
    expect(found(withHours(few(80), 'invocations', () => 100))).toEqual([]);
    // The night: few calls are usual.
    expect(found(withHours(few(60), 'invocations', () => 60))).toEqual([]);
  });

  it('is critical when nobody calls any more: minutes without a point are minutes without a call', () => {
    const silent = withHours(windowWith({}, { minutes: 0 }), 'invocations', () => 100);
    expect(only(silent, 'throughput')).toMatchObject([{ severity: 'critical', actual: 0, since: NOW - 15 * MINUTE_MS }]);
  });

  it('is no anomaly where so few calls may be chance', () => {
    expect(found(withHours(windowWith({ invocations: times(15, 4) }), 'invocations', () => 7))).toEqual([]);
  });
});

describe('the current hour', () => {
  const hour = hourOfWeek(NOW);
  const slow = windowWith({ 'duration-p95': times(15, 400) });

  it('is compared with seven days, and with its own usual: the daily peak is no news', () => {
    const level = (each: number) => 200 + (each % 24);
    expect(only(withHours(slow, 'duration-p95', level), 'unusual-hour')).toMatchObject([{ severity: 'warning', actual: 400 }]);
    const daily = (each: number) => (hourOfWeek(NOW - each * HOUR_MS) === hour ? 390 : 200);
    expect(only(withHours(slow, 'duration-p95', daily), 'unusual-hour')).toEqual([]);
    expect(only(slow, 'unusual-hour')).toEqual([]);
  });

  it('with more calls than in other hours is worth a note only', () => {
    const busy = withHours(windowWith({ invocations: times(15, 300) }), 'invocations', () => 100);
    expect(only(busy, 'unusual-hour')).toMatchObject([{ series: 'invocations', severity: 'info' }]);
  });
});

describe('the streaming detector', () => {
  /** An alarm `back` minutes ago, with what was expected. */
  function alarmed(window: TargetWindow, series: Series, back: number, expected: number): TargetWindow {
    const known = window.series[series];
    if (known === undefined) throw new Error(`the window has no ${series}`);
    const scored = known.scored.map((point) =>
      point.at === NOW - back * MINUTE_MS ? { ...point, score: THRESHOLD, expected, low: 0.9 * expected, high: 1.1 * expected } : point,
    );
    return { ...window, series: { ...window.series, [series]: { ...known, scored } } };
  }

  it('needs a change that matters and stays', () => {
    expect(only(alarmed(windowWith(slower(3, 1.4)), 'duration-p95', 3, 200), 'detector')).toMatchObject([
      { severity: 'warning', since: NOW - 3 * MINUTE_MS, lastSeen: NOW - MINUTE_MS, expected: 200, discriminator: 'up' },
    ]);
    expect(only(alarmed(windowWith(slower(2, 1.4)), 'duration-p95', 2, 200), 'detector')).toEqual([]);
    expect(only(alarmed(windowWith(slower(3, 1.1)), 'duration-p95', 3, 200), 'detector')).toEqual([]);
    expect(only(alarmed(windowWith({ 'duration-p95': times(3, 280) }), 'duration-p95', 3, 200), 'detector')).toEqual([]);
    expect(only(windowWith(slower(3, 1.4)), 'detector')).toEqual([]);
  });

  it('is critical at twice what was expected', () => {
    expect(only(alarmed(windowWith(slower(3, 2.1)), 'duration-p95', 3, 200), 'detector')).toMatchObject([{ severity: 'critical' }]);
  });

  it('has good news as info: less latency, more calls', () => {
    const faster = alarmed(windowWith(slower(5, 0.5)), 'duration-p50', 5, 100);
    expect(only(faster, 'detector')).toMatchObject([{ severity: 'info', discriminator: 'down' }]);
    expect(only(faster, 'detector')[0]?.description).toMatch(/50 % below the usual.*score was .* That is good news\.$/);
    const busier = alarmed(windowWith({ invocations: times(5, 250) }), 'invocations', 5, 100);
    expect(only(busier, 'detector')).toMatchObject([{ severity: 'info' }]);
    const quieter = alarmed(windowWith({ invocations: times(5, 60) }), 'invocations', 5, 100);
    expect(only(quieter, 'detector')).toMatchObject([{ severity: 'warning' }]);
  });
});
