import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSeen, markSeen, SEEN_MS, wasSeen } from '../../../../lambdas/shared/baseline/seen-minutes.ts';
import { CorruptRecord } from '../../../../lambdas/shared/errors.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';

const NOTHING = new Uint8Array(0);

describe('seen minutes', () => {
  it('are those that were marked in the last six hours before the watermark, however it moved there', () => {
    const moves = fc.array(
      fc.record({ by: fc.oneof(fc.nat(30), fc.constantFrom(359, 360, 361, 1000)), marked: fc.array(fc.nat(400), { maxLength: 20 }) }),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(moves, (all) => {
        let watermark: number | null = null;
        let seen: Uint8Array = NOTHING;
        const model = new Set<number>();
        let now = 10_000 * MINUTE_MS;
        for (const { by, marked } of all) {
          now += by * MINUTE_MS;
          const minutes = marked.map((back) => now - (back + 1) * MINUTE_MS);
          for (const each of minutes) model.add(each);
          for (const each of model) if (each < now - SEEN_MS) model.delete(each);
          seen = markSeen(seen, watermark, now, minutes);
          watermark = now;
        }
        for (let at = now - SEEN_MS; at < now; at += MINUTE_MS) expect(wasSeen(seen, now, at)).toBe(model.has(at));
        expect(wasSeen(seen, now, now - SEEN_MS - MINUTE_MS)).toBeNull();
        expect(seen.length).toBe(model.size === 0 ? 0 : 45);
      }),
    );
  });

  it('leave the bytes that they were given as they were', () => {
    const before = markSeen(NOTHING, null, 100 * MINUTE_MS, [99 * MINUTE_MS]);
    const copy = before.slice();
    markSeen(before, 100 * MINUTE_MS, 200 * MINUTE_MS, [150 * MINUTE_MS]);
    expect(before).toEqual(copy);
  });

  it('have one length', () => {
    checkSeen(NOTHING);
    checkSeen(new Uint8Array(45));
    expect(() => checkSeen(new Uint8Array(44))).toThrow(CorruptRecord);
  });
});
