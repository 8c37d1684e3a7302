import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickVersion } from '../../../localstack/embedded/host/pick-version.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';

describe('pickVersion', () => {
  it('gives the canary its weight', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (seed, weight) => {
        const random = seededRandom(seed, 'routing');
        const draws = 4000;
        let canary = 0;
        for (let draw = 0; draw < draws; draw += 1) {
          if (pickVersion({ version: '1', canary: { version: '2', weight } }, random()) === '2') canary += 1;
        }
        // Six standard deviations of a binomial count.
        expect(Math.abs(canary - draws * weight)).toBeLessThan(6 * Math.sqrt(draws * weight * (1 - weight)));
      }),
      { numRuns: 30 },
    );
  });

  it('takes the stable version without a canary', () => {
    expect(pickVersion({ version: '3', canary: null }, 0)).toBe('3');
  });
});
