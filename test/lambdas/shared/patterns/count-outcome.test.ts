import { describe, expect, it } from 'vitest';
import { KnownPattern, type Solution } from '../../../../lambdas/shared/contract/records.ts';
import { countOutcome, type Outcome, withOutcome } from '../../../../lambdas/shared/patterns/count-outcome.ts';
import { knownPattern } from '../../../contract/fakes/records.ts';
import { NOW, world } from '../../fakes/world.ts';

const own: Solution = { id: 'own', words: 'Do this.', command: null };
const word = (second: number, changes: Partial<Outcome> = {}): Outcome => ({
  solutionId: 'own',
  key: `${String(second).padStart(12, '0')}-x`,
  outcome: 'helped',
  solution: own,
  ...changes,
});
const teller = { actor: 'cli:ada', summary: 'Ada says so.', about: ['function/orders'], evidence: [], inputs: [], at: NOW };

describe('withOutcome', () => {
  it('adds what helped to the solutions, and only counts what is there or did not help', () => {
    expect(withOutcome(knownPattern('x'), word(1))).toMatchObject({
      known: { solutions: [own], effectiveness: [{ helped: 1, failed: 0 }] },
    });
    const failed = withOutcome(knownPattern('x'), word(1, { outcome: 'failed' }));
    expect(failed).toMatchObject({ known: { solutions: [], effectiveness: [{ solutionId: 'own', helped: 0, failed: 1 }] } });
    expect(withOutcome(knownPattern('x', { solutions: [own] }), word(1))).toMatchObject({ known: { solutions: [own] } });
    expect(withOutcome(knownPattern('x'), word(1, { solutionId: 'built-in', solution: null }))).toMatchObject({ known: { solutions: [] } });
  });

  it('says what it did not count, and why', () => {
    const once = withOutcome(knownPattern('x'), word(1));
    expect(once.word === 'counted' ? withOutcome(once.known, word(1)) : null).toEqual({ word: 'already' });
    const solutions = Array.from({ length: 20 }, (_, index) => ({ ...own, id: `own-${index}` }));
    expect(withOutcome(knownPattern('x', { solutions }), word(1))).toEqual({ word: 'full' });
    const effectiveness = Array.from({ length: 30 }, (_, index) => ({ solutionId: `s-${index}`, helped: 1, failed: 0, counted: [] }));
    expect(withOutcome(knownPattern('x', { effectiveness }), word(1))).toEqual({ word: 'full' });
  });

  it('stays within its record whatever is counted', () => {
    let known = knownPattern('x');
    for (let second = 1; second < 100; second += 1) {
      const id = `own-${second % 40}`;
      const counting = withOutcome(known, word(second, { solutionId: id, solution: { ...own, id } }));
      if (counting.word === 'counted') known = counting.known;
    }
    expect(KnownPattern.safeParse(known).error).toBeUndefined();
    expect([known.solutions.length, known.effectiveness.length]).toEqual([20, 20]);
  });
});

describe('countOutcome', () => {
  it('counts once, on the audit first, for a built-in pattern that has no record yet', async () => {
    const { ports, audit } = world();
    expect(await countOutcome(ports, 'default', 'x', word(1), teller)).toMatchObject({ word: 'counted' });
    expect(await countOutcome(ports, 'default', 'x', word(1), teller)).toEqual({ word: 'already' });
    expect(await ports.work.patterns.get('default', 'x')).toMatchObject({ occurrences: 0, learned: null, effectiveness: [{ helped: 1 }] });
    expect(audit).toMatchObject([
      {
        key: 'pattern/x/own/000000000001-x/helped',
        action: 'solution-helped',
        about: ['pattern/x', 'function/orders'],
        summary: 'own against x: Ada says so. So far it helped 1 of 1 time (100 %, 90 % range 23 to 100 %).',
        inputs: [{ ref: 'pattern/x#id' }],
      },
    ]);
  });

  it('loses and doubles nothing where the process dies between the audit and the record', async () => {
    const { ports, audit } = world();
    const dying = { ...ports.work.patterns, create: async () => Promise.reject(new Error('the process died')) };
    await expect(countOutcome({ ...ports, work: { ...ports.work, patterns: dying } }, 'default', 'x', word(1), teller)).rejects.toThrow(
      'died',
    );
    await countOutcome(ports, 'default', 'x', word(1), teller);
    expect(audit).toHaveLength(1);
    expect(await ports.work.patterns.get('default', 'x')).toMatchObject({ effectiveness: [{ helped: 1 }] });
  });

  it('counts beside others who write the same record', async () => {
    const { ports } = world();
    await ports.work.patterns.create(knownPattern('x'));
    const words = [1, 2, 3, 4].map((second) => countOutcome(ports, 'default', 'x', word(second), teller));
    expect((await Promise.all(words)).map((each) => each.word)).toEqual(Array(4).fill('counted'));
    expect(await ports.work.patterns.get('default', 'x')).toMatchObject({ effectiveness: [{ helped: 4 }] });
  });

  it('says nothing of a learned pattern that is forgotten', async () => {
    const { ports, audit } = world();
    expect(await countOutcome(ports, 'default', 'learned-0123456789abcdef', word(1), teller)).toEqual({ word: 'forgotten' });
    expect(audit).toEqual([]);
  });
});
