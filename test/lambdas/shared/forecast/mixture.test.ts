import { describe, expect, it } from 'vitest';
import { CANDIDATES } from '../../../../lambdas/shared/forecast/candidates.ts';
import { emptyMixture, learnMixture, mix } from '../../../../lambdas/shared/forecast/mixture.ts';
import { normal, random } from './series.ts';

const COUNT = CANDIDATES.length;

describe('mixture', () => {
  it('begins as the plain mean', () => {
    expect(
      mix(
        emptyMixture(),
        Float64Array.from({ length: COUNT }, (_, index) => index),
      ),
    ).toBeCloseTo((COUNT - 1) / 2, 12);
  });

  it('comes to the one that is right', () => {
    const mixture = emptyMixture();
    const next = random(1);
    const forecasts = new Float64Array(COUNT);
    for (let round = 0; round < 500; round++) {
      const value = 10 * normal(next);
      for (let index = 0; index < COUNT; index++) forecasts[index] = index === 4 ? value : value + 5 + normal(next);
      learnMixture(mixture, forecasts, mix(mixture, forecasts), value);
    }
    for (let index = 0; index < COUNT; index++) forecasts[index] = index === 4 ? 100 : 0;
    expect(mix(mixture, forecasts)).toBeGreaterThan(95);
  });

  it('weighs two that err to opposite sides to their middle, which neither is', () => {
    const mixture = emptyMixture();
    const next = random(2);
    const forecasts = new Float64Array(COUNT);
    let late = 0;
    for (let round = 0; round < 2000; round++) {
      const value = 10 * normal(next);
      for (let index = 0; index < COUNT; index++) forecasts[index] = value + (index === 0 ? -3 : 3);
      const mixed = mix(mixture, forecasts);
      if (round >= 1000) late += Math.abs(mixed - value) / 1000;
      learnMixture(mixture, forecasts, mixed, value);
    }
    expect(late).toBeLessThan(1);
  });

  it('stays a number when the gains are too small to be squared', () => {
    const mixture = emptyMixture();
    const tiny = Float64Array.from({ length: COUNT }, (_, index) => index * 5e-324);
    learnMixture(mixture, tiny, mix(mixture, tiny), 1);
    expect(mix(mixture, tiny)).toBeLessThan(1e-300);
    expect(Number.isFinite(mix(mixture, new Float64Array(COUNT).fill(1e30)))).toBe(true);
  });

  it('turns to another when the best one changes', () => {
    const mixture = emptyMixture();
    const forecasts = new Float64Array(COUNT);
    for (let round = 0; round < 4000; round++) {
      const best = round < 2000 ? 1 : 2;
      for (let index = 0; index < COUNT; index++) forecasts[index] = index === best ? 0 : 1 + (round % 3);
      learnMixture(mixture, forecasts, mix(mixture, forecasts), 0);
    }
    for (let index = 0; index < COUNT; index++) forecasts[index] = index === 2 ? 100 : 0;
    expect(mix(mixture, forecasts)).toBeGreaterThan(90);
  });
});
