import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  measureBoundedWait,
  measureDuration,
  measureFewerFailures,
  measureFinishedCalls,
  measureInit,
  measureMemory,
} from '../../../lambdas/validation/measure-benefit.ts';
import { callOf, caseOf, replayOf } from './replays.ts';

const durations = (rows: number[][]) => replayOf(rows.map((durationsMs) => caseOf({ durationsMs })));
const steady = (count: number, ms: number) => durations(Array.from({ length: count }, () => [1000, ms, ms, ms]));

describe('duration', () => {
  test('a change that halves every invocation is better, with its interval', () => {
    expect(measureDuration(steady(20, 10), steady(20, 5))).toEqual({
      better: true,
      words: '50.0 % faster (median of 20 invocations; 90 % interval of the ratio 0.500 to 0.500)',
    });
  });

  test('one that changes nothing is not, nor one that saves too little', () => {
    expect(measureDuration(steady(20, 10), steady(20, 10))).toMatchObject({ better: false });
    expect(measureDuration(steady(20, 10), steady(20, 9.85))).toMatchObject({ better: false });
    expect(measureDuration(steady(20, 10), steady(20, 12))).toMatchObject({
      better: false,
      words: expect.stringContaining('20.0 % slower') as unknown,
    });
  });

  test('the first time of each invocation does not count', () => {
    const late = durations(Array.from({ length: 20 }, () => [1, 10, 10]));
    expect(measureDuration(steady(20, 10), late)).toMatchObject({ better: false });
  });

  test('a few invocations that are much faster prove nothing for the others', () => {
    const rows = Array.from({ length: 20 }, (_, index) => [0, index < 8 ? 1 : 10]);
    expect(measureDuration(steady(20, 10), durations(rows))).toMatchObject({ better: false });
  });

  test('four are too few', () =>
    expect(measureDuration(steady(4, 10), steady(4, 1))).toEqual({
      none: expect.stringContaining('4 invocations are too few') as unknown,
    }));

  test('noise of the same kind in both rarely passes', () => {
    const noise = fc.array(fc.tuple(fc.double({ min: 5, max: 50, noNaN: true }), fc.double({ min: 5, max: 50, noNaN: true })), {
      minLength: 20,
      maxLength: 20,
    });
    const runs = fc.sample(noise, { numRuns: 400, seed: 1 });
    const passed = runs.filter((rows) => {
      const got = measureDuration(durations(rows.map(([a]) => [0, a])), durations(rows.map(([, b]) => [0, b])));
      return 'better' in got && got.better;
    });
    expect(passed.length / runs.length).toBeLessThan(0.05);
  });
});

test('cold starts are compared in pairs', () => {
  const starts = (ms: number) => replayOf([], { initMs: Array.from({ length: 12 }, (_, index) => ms + index) });
  expect(measureInit(starts(100), starts(50))).toMatchObject({ better: true });
  expect(measureInit(starts(100), starts(100))).toMatchObject({ better: false });
  expect(measureInit(replayOf([]), starts(100))).toHaveProperty('none');
});

test('memory must be less by more than what a heap moves by itself', () => {
  const kept = (heapGrowthBytes: number) => replayOf([caseOf({ durationsMs: [1, 1] })], { heapGrowthBytes });
  expect(measureMemory(kept(4e6), kept(1e5))).toEqual({ better: true, words: 'keeps 98 KB after 2 invocations, the old version 3906 KB' });
  expect(measureMemory(kept(2e5), kept(0))).toMatchObject({ better: false });
  expect(measureMemory(kept(4e6), kept(3.7e6))).toMatchObject({ better: false });
});

test('a bounded wait is one that ends where the old version waits for ever', () => {
  const hung = caseOf({ outcome: { ok: false, errorType: 'Sandbox.Timedout', errorMessage: '' }, durationsMs: [10_000] });
  const ended = caseOf({ outcome: { ok: false, errorType: 'TimeoutError', errorMessage: '' }, durationsMs: [2100] });
  expect(measureBoundedWait(replayOf([hung]), replayOf([ended]))).toEqual({
    better: true,
    words: 'ends within 2.1 s when its dependencies hang; the old version waits for ever in 1 of 1 invocations',
  });
  expect(measureBoundedWait(replayOf([hung]), replayOf([hung]))).toMatchObject({ better: false });
  expect(measureBoundedWait(replayOf([ended]), replayOf([ended]))).toMatchObject({ better: false });
});

test('calls that are over are fewer that are not', () => {
  const open = caseOf({ calls: [callOf({ finished: false }), callOf()] });
  const over = caseOf({ calls: [callOf(), callOf()] });
  expect(measureFinishedCalls(replayOf([open]), replayOf([over]))).toEqual({
    better: true,
    words: 'leaves 0 calls unfinished, the old version 1',
  });
  expect(measureFinishedCalls(replayOf([over]), replayOf([over]))).toMatchObject({ better: false });
});

test('fewer invocations that fail are better, where some failed', () => {
  const failing = caseOf({ outcome: { ok: false, errorType: 'TypeError', errorMessage: 'x' } });
  const well = caseOf({});
  expect(measureFewerFailures(replayOf([failing, well]), replayOf([well, well]))).toEqual({
    better: true,
    words: 'fails in 0 of 2 invocations, the old version in 1',
  });
  expect(measureFewerFailures(replayOf([failing, well]), replayOf([failing, well]))).toMatchObject({ better: false });
  expect(measureFewerFailures(replayOf([well]), replayOf([well]))).toEqual({ none: 'no recorded invocation failed' });
});
