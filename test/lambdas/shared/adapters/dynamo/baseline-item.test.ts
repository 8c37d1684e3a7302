import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBaseline, encodeBaseline } from '../../../../../lambdas/shared/adapters/dynamo/baseline-item.ts';
import { foldTarget } from '../../../../../lambdas/shared/baseline/fold-target.ts';
import { type BaselineSubject, OPERATION_SERIES, SERIES, type Series } from '../../../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../../../lambdas/shared/time.ts';

const LARGEST_ITEM = 8 * 1024;
const T0 = Date.UTC(2026, 10, 1);
/** The longest names that Lambda allows, and an operation's of the contract, of letters that JSON and UTF-8 take more than a byte for. */
const TARGET: BaselineSubject = { kind: 'target', target: 'f'.repeat(64) };
const OPERATION: BaselineSubject = { kind: 'operation', target: 'f'.repeat(64), operation: 'ü'.repeat(100) };

/** Bytes of an item as DynamoDB counts them: names and values; a number takes at most 21. */
function sizeOf(item: object): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const bytes = value instanceof Uint8Array ? value.length : typeof value === 'string' ? Buffer.byteLength(value) : 21;
    return sum + Buffer.byteLength(name) + bytes;
  }, 0);
}

const LARGEST: Partial<Record<Series, number>> = { invocations: 1e7, concurrency: 1e7, 'memory-used': 10_240, 'init-time': 9e5 };

/** Weeks of points over four and a half decades, at every hour of the week, with as many digits as a double has. */
const histories = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  points: fc.integer({ min: 1, max: 3000 }),
  step: fc.integer({ min: 1, max: 12 }),
  decades: fc.double({ min: 0, max: 4.5, noNaN: true }),
  latenessMinutes: fc.constantFrom(1, 15, 60),
});

function historyOf(
  series: Series,
  subject: BaselineSubject,
  { seed, points, step, decades, latenessMinutes }: typeof histories extends fc.Arbitrary<infer T> ? T : never,
) {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const largest = LARGEST[series] ?? (series.endsWith('rate') ? 1 : 9e5);
  const history = Array.from({ length: points }, (_, index) => {
    // The last hour is dense, so that as many points as can be wait.
    const minute = index * step + (index > points - 61 ? 0 : random() > 0.9 ? 1 : 0);
    const dense = index > points - 61 ? (points - 61) * step + index - (points - 61) : minute;
    return {
      series,
      at: T0 + dense * MINUTE_MS,
      value: largest * 10 ** (-decades * random()),
      weight: random() * 1e6,
      canary: index % 50 === 0,
    };
  });
  const folded = foldTarget({}, subject, 'tenant-of-some-length', history, { latenessMs: latenessMinutes * MINUTE_MS, deployedAt: null })
    .series[series];
  if (folded === undefined) throw new Error('nothing was folded');
  return { ...folded, revision: 123_456 };
}

describe('the item of a baseline', () => {
  it('takes at most 8 KB, whatever was learned, and comes back as it was', () => {
    const cases = fc.oneof(
      fc.record({ subject: fc.constant(TARGET), series: fc.constantFrom(...SERIES), history: histories }),
      fc.record({ subject: fc.constant(OPERATION), series: fc.constantFrom(...OPERATION_SERIES), history: histories }),
    );
    fc.assert(
      fc.property(cases, ({ subject, series, history }) => {
        const baseline = historyOf(series, subject, history);
        const item = encodeBaseline(baseline, 'baselines');
        expect(sizeOf(item)).toBeLessThanOrEqual(LARGEST_ITEM);
        expect(decodeBaseline(item, { table: 'baselines', pk: item.pk, sk: item.sk })).toEqual(baseline);
      }),
      { numRuns: 120 },
    );
  });
});
