import { describe, expect, it } from 'vitest';
import { DEPLOYED_MS, LASTING_MS } from '../../../../lambdas/shared/baseline/candidate.ts';
import { readHours } from '../../../../lambdas/shared/baseline/hour-profile.ts';
import { STALE_MS } from '../../../../lambdas/shared/baseline/judge-value.ts';
import type { Series } from '../../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { fold, foldAll, type Known, OPTIONS, point, run, settle, T0 } from './fold-samples.ts';

const CALM = 60;
const calmOf = (...series: Series[]) => series.flatMap((each) => run(each, 0, CALM, LEVEL[each] ?? 100));
const LEVEL: Partial<Record<Series, number>> = {
  'error-rate': 0.01,
  'duration-p95': 200,
  'duration-max': 400,
  'memory-used': 128,
  'timeout-rate': 0,
  'throttle-rate': 0,
};

/** The state after `minute`, with all that came until then folded in. */
function settled(points: Parameters<typeof fold>[1], minute: number, deployedAt: number | null = null): Known {
  return settle(foldAll([points], deployedAt), minute, deployedAt);
}

describe('foldTarget: healthy periods only', () => {
  it.each(['error-rate', 'timeout-rate', 'throttle-rate', 'duration-p50', 'duration-p95'] as const)(
    'learns nothing of a minute in which %s is critically high',
    (vital) => {
      const calm = calmOf(vital, 'memory-used', 'duration-max');
      const bad = [
        point(vital, CALM, vital.endsWith('rate') ? 0.5 : 5000),
        point('memory-used', CALM, 129),
        point('duration-max', CALM, 399),
        point('invocations', CALM, 100),
      ];
      const before = settled(calm, CALM);
      const after = settled([...calm, ...bad], CALM);
      for (const series of [vital, 'memory-used', 'duration-max'] as const) {
        expect(after[series]).toMatchObject({ count: CALM, mean: before[series]?.mean, discarded: { unhealthy: 1 } });
      }
      expect(after.invocations?.discarded).toEqual({ unhealthy: 1 });
    },
  );

  it('learns nothing of a rollout, nor does the detector', () => {
    const calm = calmOf('duration-p95', 'memory-used');
    const rollout = run('duration-p95', CALM, 30, 200, { canary: true });
    const before = settled(calm, CALM);
    const after = settled([...calm, ...rollout, ...run('memory-used', CALM, 30, 128)], CALM + 30);
    // One point that knows of the rollout is enough for its minute.
    for (const series of ['duration-p95', 'memory-used'] as const) {
      expect(after[series]).toMatchObject({ count: CALM, mean: before[series]?.mean, discarded: { canary: 30 } });
      expect(after[series]?.detector).toEqual(before[series]?.detector);
    }
    const { scored } = fold(foldAll([calm]), rollout);
    expect(scored['duration-p95']?.filter((each) => each.canary)).toHaveLength(30);
  });

  it('leaves out the one point that is far out in an otherwise healthy minute', () => {
    const { 'duration-max': most, 'duration-p95': p95 } = settled(
      [...calmOf('duration-max', 'duration-p95'), point('duration-max', CALM, 9000), point('duration-p95', CALM, 200)],
      CALM,
    );
    expect(most).toMatchObject({ count: CALM, discarded: { outlier: 1 } });
    expect(p95).toMatchObject({ count: CALM + 1, discarded: {} });
  });

  it('learns what is better, and the load as it comes', () => {
    const after = settled(
      [...calmOf('duration-p95', 'invocations'), point('duration-p95', CALM, 20), point('invocations', CALM, 100_000)],
      CALM,
    );
    expect(after['duration-p95']).toMatchObject({ count: CALM + 1, min: 20 });
    expect(after.invocations).toMatchObject({ max: 100_000, discarded: {} });
  });

  it('learns memory that creeps, and not memory that jumps', () => {
    const memory = (mb: number) => settled([...calmOf('memory-used'), point('memory-used', CALM, mb)], CALM)['memory-used']?.max;
    expect(memory(180)).toBe(180);
    expect(memory(250)).toBeLessThan(135);
  });

  it('adapts faster after a deployment', () => {
    const points = [...run('duration-p95', 0, CALM, 200), ...run('duration-p95', CALM, 5, 150)];
    const usual = settled(points, CALM + 5)['duration-p95']?.mean ?? 0;
    const faster = settled(points, CALM + 5, T0 + CALM * MINUTE_MS)['duration-p95']?.mean ?? 0;
    expect(faster).toBeLessThan(usual - 10);
  });

  it('starts anew after a week without a point, and not after a week of failures', () => {
    const week = STALE_MS / MINUTE_MS;
    const calm = calmOf('error-rate');
    const anew = settled([...calm, point('error-rate', CALM + week, 0.5)], CALM + week)['error-rate'];
    expect(anew).toMatchObject({ count: 1, mean: 0.5 });
    const failures = Array.from({ length: 12 }, (_, day) => point('error-rate', CALM + day * 1440, 0.5));
    expect(settled([...calm, ...failures], CALM + 12 * 1440)['error-rate']).toMatchObject({ count: CALM, discarded: { unhealthy: 12 } });
    const justInTime = settled([...calm, point('error-rate', CALM - 1 + week, 0.01)], CALM + week)['error-rate'];
    expect(justInTime?.count).toBe(CALM + 1);
  });
});

describe('foldTarget: a lasting change', () => {
  const calm = run('duration-p95', 0, CALM, 200);
  const sixHours = LASTING_MS / MINUTE_MS;
  const after = (minutes: number, deployedAt: number | null = null, raised = run('duration-p95', CALM, minutes, 400)) =>
    settled([...calm, ...raised], CALM + minutes, deployedAt)['duration-p95'];

  it('becomes the norm after six hours, not a minute before', () => {
    expect(after(sixHours)).toMatchObject({ adopted: 0, count: CALM, candidate: { count: sixHours, since: T0 + CALM * MINUTE_MS } });
    const adopted = after(sixHours + 1);
    expect(adopted).toMatchObject({ adopted: 1, candidate: null, count: sixHours + 1 });
    expect(adopted?.mean).toBeCloseTo(400, 0);
    expect(adopted?.min).toBeGreaterThan(390);
    expect(after(sixHours + 11)).toMatchObject({ adopted: 1, count: sixHours + 11 });
  });

  it('says which series it was', () => {
    const { adopted, learned } = fold(foldAll([calm]), [
      ...run('duration-p95', CALM, sixHours + 1, 400),
      point('invocations', CALM + sixHours + 60, 1),
    ]);
    expect(adopted).toEqual(['duration-p95']);
    // The fifteen calm minutes that waited, and the one that made the change complete.
    expect(learned).toBe(17);
  });

  it('needs sixty points', () => {
    const hourly = (points: number) =>
      Array.from({ length: points }, (_, index) => point('duration-p95', CALM + index * 10, 400 + (index % 3)));
    expect(after(0, null, hourly(59))?.adopted).toBe(0);
    expect(settled([...calm, ...hourly(60)], CALM + 700)['duration-p95']?.adopted).toBe(1);
  });

  it('becomes the norm after half an hour when a deployment explains it', () => {
    const half = DEPLOYED_MS / MINUTE_MS;
    const atOnce = T0 + CALM * MINUTE_MS + 30_000;
    expect(after(half, atOnce)?.adopted).toBe(0);
    expect(after(half + 1, atOnce)?.adopted).toBe(1);
    expect(after(half + 1, T0 + (CALM - half) * MINUTE_MS)?.adopted).toBe(1);
    expect(after(half + 1, T0 + (CALM - half) * MINUTE_MS - 1)?.adopted).toBe(0);
    expect(after(half + 1, T0 + (CALM + 1) * MINUTE_MS)?.adopted).toBe(0);
  });

  it('is dropped by five normal points, and by a series that only jumps up now and then', () => {
    const raised = run('duration-p95', CALM, 100, 400);
    const normal = (count: number) =>
      settled([...calm, ...raised, ...run('duration-p95', CALM + 100, count, 200)], CALM + 100 + count)['duration-p95'];
    expect(normal(4)?.candidate).toMatchObject({ normal: 4, count: 100 });
    expect(normal(5)?.candidate).toBeNull();
    const mixed = Array.from({ length: 900 }, (_, index) => point('duration-p95', CALM + index, index % 4 === 0 ? 400 : 200));
    expect(settled([...calm, ...mixed], CALM + 900)['duration-p95']?.adopted).toBe(0);
  });

  it('must be steady: a level that climbs on, or swings, does not become the norm', () => {
    const climbing = Array.from({ length: 500 }, (_, index) => point('duration-p95', CALM + index, 300 + 5 * index));
    expect(after(0, null, climbing)?.adopted).toBe(0);
    const swinging = Array.from({ length: 500 }, (_, index) => point('duration-p95', CALM + index, index % 2 === 0 ? 300 : 900));
    expect(settled([...calm, ...swinging], CALM + 500)['duration-p95']?.adopted).toBe(0);
  });

  it.each(['error-rate', 'timeout-rate', 'throttle-rate'] as const)(
    'is none when it is %s, nor what else moves while that lasts',
    (failure) => {
      const points = [...calm, ...run(failure, 0, CALM, 0), ...run(failure, CALM, 900, 0.3), ...run('duration-p95', CALM, 900, 400)];
      const known = settled(points, CALM + 900);
      expect(known[failure]).toMatchObject({ adopted: 0, count: CALM, mean: 0, candidate: null });
      expect(known['duration-p95']).toMatchObject({ adopted: 0, count: CALM, candidate: null });
    },
  );

  it('keeps the shape of the day at the new level', () => {
    const before = settled(calm, CALM)['duration-p95'];
    const adopted = after(sixHours + 1);
    const sunday = (hours: Uint8Array | undefined) => readHours(hours ?? new Uint8Array(0))[0]?.mean;
    expect(sunday(before?.hours)).toBeCloseTo(200, -1);
    expect(sunday(adopted?.hours)).toBeCloseTo(400, -1);
  });

  it('pauses while a rollout is under way', () => {
    const raised = [
      ...run('duration-p95', CALM, 100, 400),
      ...run('duration-p95', CALM + 100, 100, 200, { canary: true }),
      ...run('duration-p95', CALM + 200, 162, 400),
    ];
    const known = foldAll([[...calm, ...raised, point('invocations', CALM + 500, 1)]], null)['duration-p95'];
    expect(known).toMatchObject({ adopted: 1, count: 262, discarded: { canary: 100, unhealthy: 260 } });
  });
});

it('folds what it is given with the lateness that it is given', () => {
  const { series } = fold({}, run('duration-p95', 0, 60, 200), { ...OPTIONS, latenessMs: 5 * MINUTE_MS });
  expect(series['duration-p95']).toMatchObject({ count: 54, watermark: T0 + 54 * MINUTE_MS });
  expect(series['duration-p95']?.pending).toHaveLength(6);
});
