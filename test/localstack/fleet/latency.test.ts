import { assert, double, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLatency } from '../../../localstack/embedded/fleet/latency.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';

describe('drawLatency', () => {
  it('stays between its bounds', () => {
    const uniform = double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    assert(
      property(nat(1000), nat(1000), uniform, uniform, (low, span, first, second) => {
        const draws = [first, second];
        const drawn = drawLatency({ lowMs: low, highMs: low + span }, () => draws.shift() as number);
        expect(drawn).toBeGreaterThanOrEqual(low);
        expect(drawn).toBeLessThanOrEqual(low + span);
      }),
    );
  });

  it('has its 95 % quantile at 84 % of the span, as the triangular distribution has', () => {
    const random = seededRandom(1, 'test');
    const drawn = Array.from({ length: 20_000 }, () => drawLatency({ lowMs: 0, highMs: 1 }, random)).toSorted((a, b) => a - b);
    expect(drawn[19_000]).toBeCloseTo(1 - Math.sqrt(0.05 / 2), 2);
    expect(drawn[10_000]).toBeCloseTo(0.5, 2);
  });
});
