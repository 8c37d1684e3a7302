import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMemory, MARGIN, type MemoryQuestion } from '../../../../lambdas/analysis/tuning/choose-memory.ts';
import { costPerMillion } from '../../../../lambdas/analysis/tuning/cost-per-million.ts';
import { cpuShare } from '../../../../lambdas/analysis/tuning/cpu-share.ts';
import { type DurationModel, durationModel } from '../../../../lambdas/analysis/tuning/duration-model.ts';
import { predictCost } from '../../../../lambdas/analysis/tuning/predict-memory.ts';
import { HOURS_OF_MONTH } from '../../../../lambdas/analysis/month.ts';

const model = (ioMs: number, cpuMs: number, sizes: readonly number[], error = 0.002): DurationModel => {
  const tried = sizes.map((memoryMb) => {
    const meanMs = ioMs + cpuMs / cpuShare(memoryMb);
    return { memoryMb, meanMs, errorMs: error * meanMs, calls: 1000 };
  });
  return durationModel(tried) ?? expect.fail('no model');
};
const chosen = (question: MemoryQuestion) => {
  const choice = chooseMemory(question);
  return choice.kind === 'change' ? { memoryMb: choice.row.memoryMb, basis: choice.basis } : choice.reason;
};

describe('costPerMillion', () => {
  it('is the requests and their memory over their time', () => {
    // 1 GB for 100.5 ms (billed by the millisecond begun): 0.2 + 1e6 x 0.1005 x 0.0000133334.
    expect(costPerMillion(1024, 100)).toBeCloseTo(1.540_01, 4);
  });
});

describe('chooseMemory', () => {
  it('takes one step where one size was tried, never below the need', () => {
    const one = { model: model(90, 1, [1024]), currentMb: 1024, objective: 'cost' } as const;
    expect(chosen({ ...one, needMb: 128 })).toEqual({ memoryMb: 512, basis: 'one-step' });
    expect(chosen({ ...one, needMb: 704 })).toEqual({ memoryMb: 704, basis: 'one-step' });
    expect(chosen({ ...one, needMb: 1024 })).toBe('the memory used needs 1024 MB');
  });

  it('needs no step above a whole CPU, where nothing gets slower', () => {
    expect(chosen({ model: model(50, 50, [3008]), currentMb: 3008, needMb: 256, objective: 'cost' })).toEqual({
      memoryMb: 1769,
      basis: 'holds',
    });
  });

  it('goes all the way down where the fit says that calls wait', () => {
    const waits = model(500, 0.05, [512, 1024]);
    expect(chosen({ model: waits, currentMb: 512, needMb: 128, objective: 'cost' })).toMatchObject({ basis: 'holds' });
    const choice = chooseMemory({ model: waits, currentMb: 512, needMb: 192, objective: 'cost' });
    expect(choice.kind === 'change' && choice.row.memoryMb).toBeLessThanOrEqual(320);
  });

  it('leaves memory that is paid back in CPU', () => {
    const computes = model(1, 100, [512, 1024]);
    expect(chosen({ model: computes, currentMb: 1024, needMb: 128, objective: 'cost' })).toMatch(/no smaller setting is cheaper/);
  });

  it('takes more memory where calls compute, as far as one CPU goes, and none where they wait', () => {
    const speed = { currentMb: 256, needMb: 256, objective: 'speed' } as const;
    expect(chosen({ ...speed, model: model(0, 1000, [256, 512]) })).toEqual({ memoryMb: 1769, basis: 'holds' });
    expect(chosen({ ...speed, model: model(100, 10, [256, 512]) })).toBe('no setting is surely faster for the same money');
    expect(chosen({ ...speed, model: model(0, 1000, [256]) })).toBe('no setting is surely faster for the same money');
  });

  it('keeps its promises whatever was tried', () => {
    const sizes = fc.uniqueArray(fc.constantFrom(128, 256, 512, 1024, 1769, 3008), { minLength: 1, maxLength: 4 });
    const ms = fc.double({ min: 0.5, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        ms,
        ms,
        sizes,
        fc.constantFrom(128, 192, 640),
        fc.constantFrom('cost', 'speed'),
        (ioMs, cpuMs, tried, needMb, objective) => {
          const [currentMb = 512] = tried;
          const choice = chooseMemory({ model: model(ioMs, cpuMs, tried), currentMb, needMb, objective });
          expect(choice.table.map(({ memoryMb }) => memoryMb)).toEqual(
            choice.table.map(({ memoryMb }) => memoryMb).toSorted((a, b) => a - b),
          );
          if (choice.kind === 'keep') return;
          const { row, current, basis } = choice;
          expect(row.memoryMb).toBeGreaterThanOrEqual(needMb);
          expect(row.memoryMb).not.toBe(currentMb);
          if (basis === 'one-step') expect(row.memoryMb).toBeLessThan(currentMb);
          if (basis === 'holds') {
            const cost = objective === 'cost' ? row.costPerMillion.high : row.costPerMillion.expected / 1.02;
            expect(cost).toBeLessThanOrEqual(current.costPerMillion.expected * (1 + 1e-9));
            expect(row.slowdown.high).toBeLessThanOrEqual(objective === 'cost' ? 1 + MARGIN : 1);
          }
        },
      ),
    );
  });
});

describe('predictCost', () => {
  it('is the bill of a month, with the range of what is not known', () => {
    const one = model(100, 0, [1024]);
    const choice = chooseMemory({ model: one, currentMb: 1024, needMb: 128, objective: 'cost' });
    if (choice.kind === 'keep') return expect.fail('no choice');
    const found = predictCost(one, choice.current, choice.row, 1000);
    const millions = (1000 * HOURS_OF_MONTH) / 1e6;
    expect(found.before).toBeCloseTo(millions * costPerMillion(1024, 100), 9);
    expect(found.low).toBeCloseTo(millions * costPerMillion(512, 100), 9);
    expect(found.high).toBeCloseTo(millions * costPerMillion(512, 200), 9);
    expect(found.saving?.expected).toBeCloseTo(found.before - found.after, 12);
    expect(found.saving?.low).toBeCloseTo(found.before - found.high, 12);
    expect(found.method).toMatch(/^Only 1024 MB was tried \(1000 calls\)/);
  });
});
