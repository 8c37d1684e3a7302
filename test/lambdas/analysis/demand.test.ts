import { describe, expect, it } from 'vitest';
import { windowNeed } from '../../../lambdas/analysis/demand.ts';
import { minute } from '../fakes/samples.ts';
import { NOW } from '../fakes/world.ts';

describe('windowNeed', () => {
  it('is what the busiest minute asks for, refused calls included', () => {
    // 600 + 600 calls of 1 s a minute: 20 under way, and 2.33 deviations of 4.5.
    const busy = minute(NOW, {
      invocations: 600,
      throttles: 600,
      concurrency: 10,
      duration: { p50: 1000, p95: 1, p99: 1, mean: 1000, max: 1 },
    });
    expect(windowNeed({ minutes: [minute(NOW), busy] })).toBe(31);
  });

  it('is as much more than was at work as calls were refused', () => {
    expect(windowNeed({ minutes: [minute(NOW, { invocations: 100, throttles: 600, concurrency: 50 })] })).toBe(350);
    expect(windowNeed({ minutes: [minute(NOW, { invocations: 0, throttles: 600, concurrency: 50, duration: null })] })).toBe(50);
  });

  it('is never less than what was at work, and nothing where nothing was', () => {
    expect(windowNeed({ minutes: [minute(NOW, { concurrency: 40 })] })).toBe(40);
    expect(windowNeed({ minutes: [minute(NOW, { invocations: 0, concurrency: null, duration: null })] })).toBe(0);
    expect(windowNeed({ minutes: [] })).toBe(0);
  });
});
