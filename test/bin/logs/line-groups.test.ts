import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineGroups } from '../../../bin/logs/line-groups.ts';

describe('the groups of lines', () => {
  it('come back in order, however many at once', () => {
    const run = fc.record({ group: fc.nat(2 ** 31 - 1), lines: fc.oneof(fc.nat(3), fc.nat(100_000)) });
    fc.assert(
      fc.property(fc.array(run, { maxLength: 6 }), (runs) => {
        const groups = new LineGroups();
        for (const { group, lines } of runs) groups.push(group, lines);
        const expected = runs.flatMap(({ group, lines }) => Array.from({ length: lines }, () => group));
        expect(groups.length).toBe(expected.length);
        expect(Int32Array.from([...groups.pieces()].flatMap((piece) => [...piece]))).toEqual(Int32Array.from(expected));
      }),
      { numRuns: 10 },
    );
  });
});
