import { describe, expect, it } from 'vitest';
import { COLD, coldStarts } from '../../../../bench/judge/world/cold-starts.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

describe('cold starts', () => {
  it('slow down the first requests of a new version, whenever they come', () => {
    const cold = coldStarts(0, () => 0.5);
    expect([cold(0, 1), cold(2, 1), cold(2, 1), cold(2, 1)]).toEqual([0, 2, COLD.requests - 2, 0]);
  });

  it('come over some minutes where many environments are needed', () => {
    const cold = coldStarts(0, () => 0.5);
    // 600 a minute of 0.13 s each: 1.3 at once, four environments.
    expect([cold(600, 600), cold(600, 600), cold(600, 600), cold(600, 600)]).toEqual([6, 3, 3, 0]);
  });

  it('are rare for the stable version, at a thousandth of its requests', () => {
    const cold = coldStarts(600, seededRandom(1, 'cold'));
    let sum = 0;
    for (let minute = 0; minute < 1000; minute++) sum += cold(540, 540);
    expect(sum / COLD.requests).toBeGreaterThan(540 - 4 * Math.sqrt(540));
    expect(sum / COLD.requests).toBeLessThan(540 + 4 * Math.sqrt(540));
  });
});
