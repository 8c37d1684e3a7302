import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../lambdas/shared/patterns/catalogue.ts';
import type { WordedPattern } from '../../../../lambdas/shared/patterns/failure-pattern.ts';
import { cluster, knownPattern } from '../../../contract/fakes/records.ts';
import { worded } from './worded.ts';

const refused: WordedPattern = worded('connection-refused', 'network', 'The connection was refused', {
  solutions: [
    { id: 'start-it', words: 'Start it.', command: null },
    { id: 'open-port', words: 'Open the port.', command: null },
  ],
});
const memory = worded('out-of-memory', 'oom', 'The memory is full');
const own = { id: 'own-restart', words: 'Restart it.', command: null };

describe('catalogue', () => {
  it('has what was met first, the newest one first, then the others by category and id', () => {
    const patterns = [memory, refused, worded('a', 'timeout', 'A'), worded('b', 'code', 'B')];
    const { category, fingerprint } = cluster();
    const learned = knownPattern('learned-0123456789abcdef', {
      learned: { category, title: 'A failure', description: 'It fails.', fingerprint },
      lastSeen: 9,
    });
    const known = [knownPattern('a', { lastSeen: 7 }), learned, knownPattern('no-more'), knownPattern('b', { occurrences: 0 })];
    const all = catalogue(patterns, known);
    expect(all.map(({ id }) => id)).toEqual(['learned-0123456789abcdef', 'a', 'b', 'connection-refused', 'out-of-memory']);
    expect(all[0]).toMatchObject({
      origin: 'learned',
      messages: ['TypeError: Cannot read properties of <*> (reading <*>)'],
      occurrences: 2,
      seen: { last: 9, targets: ['orders'] },
    });
    expect(all[2]).toMatchObject({ occurrences: 0, seen: null });
  });

  it('puts first what helps most by what is known, and the tenant’s own solutions beside the pattern’s', () => {
    const counts = (solutionId: string, helped: number, failed: number) => ({ solutionId, helped, failed, counted: [] });
    const ids = (...effectiveness: ReturnType<typeof counts>[]) =>
      catalogue([refused], [knownPattern('connection-refused', { solutions: [own], effectiveness })])[0]?.solutions.map(({ id }) => id);
    expect(ids()).toEqual(['start-it', 'open-port', 'own-restart']);
    expect(ids(counts('own-restart', 1, 0))).toEqual(['own-restart', 'start-it', 'open-port']);
    expect(ids(counts('start-it', 0, 1))).toEqual(['open-port', 'own-restart', 'start-it']);
    expect(ids(counts('open-port', 9, 1), counts('own-restart', 1, 0))).toEqual(['open-port', 'own-restart', 'start-it']);
    const [pattern] = catalogue(
      [refused],
      [knownPattern('connection-refused', { solutions: [own], effectiveness: [counts('own-restart', 7, 2)] })],
    );
    expect(pattern?.solutions[0]).toMatchObject({ origin: 'own', effectiveness: { helped: 7, failed: 2, mean: 0.75 } });
    expect(pattern?.solutions[1]).toMatchObject({ origin: 'built-in', effectiveness: { helped: 0, failed: 0 } });
  });
});
