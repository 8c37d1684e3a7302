import { describe, expect, it } from 'vitest';
import { cleanPoints } from '../../../../lambdas/shared/baseline/clean-points.ts';
import { operationPoints, pointsOf } from '../../../../lambdas/shared/baseline/points.ts';
import { type LogMinute, OPERATION_SERIES, SERIES } from '../../../../lambdas/shared/contract/records.ts';
import { minute } from '../../fakes/samples.ts';

describe('cleanPoints', () => {
  it('leaves out NaN, negative and absurd points one by one, and counts them', () => {
    const weight = 10;
    const { points, discarded } = cleanPoints([
      { series: 'duration-p50', value: Number.NaN, weight },
      { series: 'duration-p95', value: -1, weight },
      { series: 'duration-max', value: 2_000_000, weight },
      { series: 'error-rate', value: 1.5, weight },
      { series: 'memory-used', value: 128, weight },
      { series: 'concurrency', value: Number.POSITIVE_INFINITY, weight },
    ]);
    expect(points).toEqual([{ series: 'memory-used', value: 128, weight }]);
    expect(discarded).toEqual({ 'not-a-number': 1, negative: 1, absurd: 3 });
  });
});

describe('pointsOf', () => {
  const log: LogMinute = {
    minute: 0,
    reports: 4,
    maxMemoryMb: 103,
    coldStarts: 2,
    initMs: 500,
    timeouts: 1,
    outOfMemory: 0,
    errors: 1,
    operations: [{ operation: 'checkout', runs: 4, failures: 1, durationMs: 200, longestMs: 90 }],
  };

  it('takes rates over what was called, and memory, starts and timeouts from the logs, each with what it rests on', () => {
    const points = pointsOf(minute(0, { errors: 5, throttles: 100 }), log);
    expect(points).toHaveLength(SERIES.length);
    expect(points).toEqual(
      expect.arrayContaining([
        { series: 'error-rate', value: 0.05, weight: 100 },
        { series: 'throttle-rate', value: 0.5, weight: 200 },
        { series: 'memory-used', value: 103, weight: 4 },
        { series: 'init-time', value: 250, weight: 2 },
        { series: 'timeout-rate', value: 0.25, weight: 4 },
      ]),
    );
  });

  it('makes no rate out of nothing', () => {
    const idle = minute(0, { invocations: 0, concurrency: null, duration: null });
    expect(pointsOf(idle, null)).toEqual([{ series: 'invocations', value: 0, weight: 0 }]);
    expect(pointsOf(idle, { ...log, reports: 0, coldStarts: 0 })).toHaveLength(1);
  });

  it('gives an operation the series that operations have', () => {
    const points = log.operations.flatMap(operationPoints);
    expect(Object.fromEntries(points.map(({ series, value }) => [series, value]))).toEqual({
      invocations: 4,
      'error-rate': 0.25,
      'duration-mean': 50,
      'duration-max': 90,
    });
    expect(points.map(({ series }) => series)).toEqual([...OPERATION_SERIES]);
  });
});
