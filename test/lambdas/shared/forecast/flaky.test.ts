import { describe, expect, it } from 'vitest';
import { flaky, OUTCOMES_NEEDED } from '../../../../lambdas/shared/forecast/flaky.ts';
import { random } from './series.ts';

const outcomes = (text: string): boolean[] => [...text].map((letter) => letter === '+');

describe('flaky', () => {
  it('needs some outcomes', () => {
    expect(flaky(outcomes('+-'.repeat(9)))).toEqual({ kind: 'not-enough-data', have: 18, need: OUTCOMES_NEEDED });
  });

  it('finds what alternates', () => {
    const found = flaky(outcomes('+-'.repeat(15)));
    expect(found).toMatchObject({
      kind: 'flaky',
      pattern: 'alternating',
      evidence: { stretches: 30, expectedStretches: 16, failures: 15 },
    });
    if (found.kind === 'flaky') expect(found.evidence.pMore).toBeLessThan(1e-4);
  });

  it('finds what fails now and then, each run for itself', () => {
    const next = random(1);
    const found = flaky(Array.from({ length: 200 }, () => next() > 0.3));
    expect(found).toMatchObject({ kind: 'flaky', pattern: 'scattered' });
  });

  it('does not call an incident flaky', () => {
    expect(flaky(outcomes(`${'+'.repeat(20)}${'-'.repeat(10)}${'+'.repeat(20)}`))).toMatchObject({
      kind: 'not-flaky',
      reason: 'clustered',
    });
  });

  it('does not call what hardly ever or always fails flaky', () => {
    for (const text of ['+'.repeat(30), '-'.repeat(30), `${'+'.repeat(200)}-+-+-+-+-+`, `-${'+'.repeat(30)}`]) {
      expect(flaky(outcomes(text))).toMatchObject({ kind: 'not-flaky', reason: 'one-sided' });
    }
  });

  it('is right about chance at about the level that it states', () => {
    const next = random(2);
    let alternating = 0;
    for (let run = 0; run < 1000; run++) {
      const found = flaky(Array.from({ length: 60 }, () => next() > 0.4));
      if (found.kind === 'flaky' && found.pattern === 'alternating') alternating++;
    }
    expect(alternating).toBeLessThan(25);
  });
});
