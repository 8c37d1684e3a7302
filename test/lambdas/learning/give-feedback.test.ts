import { describe, expect, it } from 'vitest';
import { type Feedback, giveFeedback } from '../../../lambdas/learning/give-feedback.ts';
import { DAY_MS } from '../../../lambdas/shared/time.ts';
import { cluster, knownPattern } from '../../contract/fakes/records.ts';
import { world } from '../fakes/world.ts';
import { worded } from '../shared/patterns/worded.ts';

const REFUSED = worded('connection-refused', 'network', 'The connection was refused', {
  solutions: [{ id: 'start-it', words: 'Start it.', command: null }],
});
const word = (changes: Partial<Feedback> = {}): Feedback => ({
  tenant: 'default',
  patternId: 'connection-refused',
  solution: { id: 'start-it' },
  outcome: 'helped',
  by: 'cli:ada',
  note: null,
  ...changes,
});

function people() {
  const cloud = world();
  return {
    ...cloud,
    give: (changes: Partial<Feedback> = {}) => giveFeedback(cloud.ports, [REFUSED], word(changes)),
    known: () => cloud.ports.work.patterns.get('default', 'connection-refused'),
    tomorrow: () => void (cloud.now += DAY_MS),
    cloud,
  };
}

describe('giveFeedback', () => {
  it('counts a person’s word, shows the pattern with it, and puts it on the audit', async () => {
    const { give, audit } = people();
    expect(await give({ note: 'with password=hunter2' })).toMatchObject({
      word: 'counted',
      solutionId: 'start-it',
      pattern: { id: 'connection-refused', occurrences: 0, solutions: [{ id: 'start-it', effectiveness: { helped: 1, failed: 0 } }] },
    });
    expect(audit).toMatchObject([{ actor: 'cli:ada', action: 'solution-helped', about: ['pattern/connection-refused'] }]);
    expect(audit[0]?.summary).toMatch(/^start-it against connection-refused: Said by a person: Start it\. "with password=\[/);
  });

  it('takes one word a person, solution and day, of which the last stands', async () => {
    const { give, known, audit, cloud } = people();
    await give();
    expect((await give()).word).toBe('already');
    await give({ by: 'cli:bob' });
    expect(await known()).toMatchObject({ effectiveness: [{ helped: 2, failed: 0 }] });
    for (const outcome of ['failed', 'helped', 'failed'] as const) expect((await give({ outcome })).word).toBe('counted');
    expect(await known()).toMatchObject({ effectiveness: [{ helped: 1, failed: 1 }] });
    expect(audit.map(({ action }) => action.slice(9))).toEqual(['helped', 'helped', 'failed', 'helped', 'failed']);
    cloud.now += DAY_MS;
    await give();
    expect(await known()).toMatchObject({ effectiveness: [{ helped: 2, failed: 1 }] });
  });

  it('adds what a person did, and counts it again for the next who did the same', async () => {
    const { give, known } = people();
    const solution = { words: 'Restarted the database.', command: 'systemctl restart postgresql' };
    expect(await give({ solution })).toMatchObject({ word: 'counted', solutionId: 'own-restarted-the-database' });
    expect(await give({ solution, by: 'cli:bob' })).toMatchObject({ word: 'counted' });
    expect(await give({ solution: { id: 'own-restarted-the-database' }, by: 'cli:eve' })).toMatchObject({ word: 'counted' });
    expect(await known()).toMatchObject({
      solutions: [{ id: 'own-restarted-the-database', ...solution }],
      effectiveness: [{ helped: 3, failed: 0 }],
    });
  });

  it('takes words on learned patterns', async () => {
    const { give, cloud } = people();
    const { category, fingerprint } = cluster();
    const id = 'learned-0123456789abcdef';
    await cloud.ports.work.patterns.create(knownPattern(id, { learned: { category, title: 'A failure', description: '', fingerprint } }));
    expect(await give({ patternId: id, solution: { words: 'Guarded it.', command: null } })).toMatchObject({
      word: 'counted',
      pattern: { origin: 'learned', solutions: [{ id: 'own-guarded-it', origin: 'own' }] },
    });
  });

  it('says what is not there, and when there is no room', async () => {
    const { give, audit, cloud } = people();
    expect(await give({ patternId: 'learned-x' })).toEqual({ word: 'no-pattern' });
    expect(await give({ solution: { id: 'pray' } })).toMatchObject({ word: 'no-solution', pattern: { id: 'connection-refused' } });
    const solutions = Array.from({ length: 20 }, (_, index) => ({ id: `own-${index}`, words: 'x', command: null }));
    await cloud.ports.work.patterns.create(knownPattern('connection-refused', { solutions }));
    expect(await give({ solution: { words: 'One more.', command: null } })).toMatchObject({ word: 'full' });
    expect(audit).toEqual([]);
  });
});
