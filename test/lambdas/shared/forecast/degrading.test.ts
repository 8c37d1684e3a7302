import { describe, expect, it } from 'vitest';
import { degrading, WINDOWS_NEEDED } from '../../../../lambdas/shared/forecast/degrading.ts';
import { normal, random } from './series.ts';

const windows = (count: number, value: (index: number) => number): number[] => Array.from({ length: count }, (_, index) => value(index));

describe('degrading', () => {
  it('needs some windows with a value', () => {
    expect(
      degrading(
        windows(20, (index) => (index < 9 ? 1 : Number.NaN)),
        'higher',
      ),
    ).toEqual({
      kind: 'not-enough-data',
      have: 9,
      need: WINDOWS_NEEDED,
    });
  });

  it('finds a duration that grows, and a success rate that falls', () => {
    const next = random(1);
    const slower = degrading(
      windows(24, (index) => 100 + 2 * index + 3 * normal(next)),
      'higher',
    );
    expect(slower.kind).toBe('degrading');
    if (slower.kind === 'degrading') expect(slower.evidence.worse).toBeCloseTo(0.46, 1);
    const failing = degrading(
      windows(24, (index) => 0.99 - 0.01 * index + 0.005 * normal(next)),
      'lower',
    );
    expect(failing.kind).toBe('degrading');
    if (failing.kind === 'degrading') expect(failing.evidence.p).toBeLessThan(0.001);
  });

  it('calls the opposite improving', () => {
    expect(
      degrading(
        windows(12, (index) => 100 - 3 * index),
        'higher',
      ).kind,
    ).toBe('improving');
    expect(
      degrading(
        windows(12, (index) => 0.5 + 0.03 * index),
        'lower',
      ).kind,
    ).toBe('improving');
  });

  it('is steady without a trend, and with one that nobody would act on', () => {
    const next = random(3);
    expect(
      degrading(
        windows(24, () => 100 + 5 * normal(next)),
        'higher',
      ),
    ).toMatchObject({ kind: 'steady', reason: 'no-trend' });
    expect(
      degrading(
        windows(24, () => 7),
        'higher',
      ),
    ).toMatchObject({ kind: 'steady', reason: 'no-trend', evidence: { worse: 0, p: 1 } });
    expect(
      degrading(
        windows(24, (index) => 100 + index / 10),
        'higher',
      ),
    ).toMatchObject({ kind: 'steady', reason: 'too-small' });
  });

  it('allows for a window without runs', () => {
    const found = degrading(
      windows(24, (index) => (index % 5 === 0 ? Number.NaN : 100 + 3 * index)),
      'higher',
    );
    expect(found).toMatchObject({ kind: 'degrading', evidence: { windows: 19, slopePerWindow: 3 } });
  });
});
