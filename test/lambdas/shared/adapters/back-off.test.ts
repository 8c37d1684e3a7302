import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOff } from '../../../../lambdas/shared/adapters/back-off.ts';

/** Waits of a budget that is used up, with these random numbers. */
async function waitsOf(limits: { retries: number; firstMs: number; longestMs: number }, randoms: number[]) {
  const waits: number[] = [];
  let drawn = 0;
  const again = backOff(limits, { random: () => randoms[drawn++ % randoms.length] ?? 0, sleep: async (ms) => void waits.push(ms) });
  while (await again());
  expect(await again()).toBe(false);
  return waits;
}

it('doubles the bound up to the longest, and ends after its retries', async () => {
  expect(await waitsOf({ retries: 6, firstMs: 100, longestMs: 1000 }, [0.5])).toEqual([50, 100, 200, 400, 500, 500]);
  expect(await waitsOf({ retries: 0, firstMs: 100, longestMs: 1000 }, [0.5])).toEqual([]);
});

it('stays below the bounds, whatever the random numbers', async () => {
  const limits = { retries: 5, firstMs: 200, longestMs: 5000 };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1 }), async (randoms) => {
      const waits = await waitsOf(limits, randoms);
      expect(waits).toHaveLength(limits.retries);
      for (const [index, wait] of waits.entries()) {
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(Math.min(limits.longestMs, limits.firstMs * 2 ** index));
      }
    }),
  );
});
