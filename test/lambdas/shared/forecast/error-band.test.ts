import { describe, expect, it } from 'vitest';
import { emptyBand, ERRORS_NEEDED, learnError } from '../../../../lambdas/shared/forecast/error-band.ts';
import { normal, random } from './series.ts';

function coverage(draw: (index: number) => number, from: number, to: number): number {
  const band = emptyBand();
  let held = 0;
  for (let index = 0; index < to; index++) {
    const error = draw(index);
    if (index >= from && error >= band.low && error <= band.high) held++;
    learnError(band, error);
  }
  return held / (to - from);
}

describe('error band', () => {
  it('begins as a normal distribution around the mean absolute error', () => {
    const band = emptyBand();
    for (let index = 0; index < ERRORS_NEEDED; index++) learnError(band, index % 2 === 0 ? 1 : -1);
    expect(band.high).toBeCloseTo(2.06, 12);
    expect(band.low).toBeCloseTo(-2.06, 12);
  });

  const next = random(1);
  it.each([
    ['normal', () => normal(next)],
    ['skewed', () => Math.exp(normal(next))],
    ['heavy-tailed', () => normal(next) / Math.max(0.05, next())],
    ['growing', (index: number) => (1 + index / 500) * normal(next)],
  ])('holds nine of ten %s errors', (_, draw) => {
    const held = coverage(draw, 500, 5000);
    expect(held).toBeGreaterThan(0.87);
    expect(held).toBeLessThan(0.93);
  });

  it('is not the same to both sides when the errors are not', () => {
    const band = emptyBand();
    for (let index = 0; index < 3000; index++) learnError(band, Math.exp(normal(next)) - 1);
    expect(band.high).toBeGreaterThan(2 * -band.low);
  });

  it('grows little by one absurd error, and is back after a while', () => {
    const band = emptyBand();
    for (let index = 0; index < 500; index++) learnError(band, normal(next));
    learnError(band, 1e6);
    for (let index = 0; index < 500; index++) learnError(band, normal(next));
    expect(band.high).toBeLessThan(4);
  });
});
