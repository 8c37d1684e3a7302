import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../lambdas/shared/patterns/catalogue.ts';
import { searchPatterns } from '../../../../lambdas/shared/patterns/search-patterns.ts';
import { DAY_MS } from '../../../../lambdas/shared/time.ts';
import { cluster, knownPattern } from '../../../contract/fakes/records.ts';
import { worded } from './worded.ts';

const form = (literal: string) => ({ literal, find: () => null });
const BUILT_IN = [
  worded('module-missing', 'dependency', 'A module is not in the package', { forms: [form("cannot find module '")] }),
  worded('connection-refused', 'network', 'The connection was refused', { forms: [form('connect econnrefused ')] }),
  worded('lambda-timeout', 'timeout', 'The function ran into its timeout', {
    solutions: [{ id: 'raise', words: 'Raise the timeout when the package is loaded slowly.', command: null }],
  }),
];
const learned = (id: string, type: string, lastSeen = 0) =>
  knownPattern(`learned-${id}`, {
    lastSeen,
    learned: { category: 'code', title: 'A failure', description: '', fingerprint: { ...cluster().fingerprint, type } },
  });
const found = (query: string, known = [learned('a', 'CartItemMissingError')], now = 0) =>
  searchPatterns(catalogue(BUILT_IN, known), query, now).map(({ pattern }) => pattern.id);

describe('searchPatterns', () => {
  it.each([
    ['ECONNREFUSED', 'connection-refused'],
    ['Cannot find module', 'module-missing'],
    ['timeout', 'lambda-timeout'],
    ['refus', 'connection-refused'],
    ['CartItemMissingError', 'learned-a'],
    ['cart item', 'learned-a'],
    ['dependency', 'module-missing'],
  ])('finds %s', (query, id) => {
    expect(found(query)[0]).toBe(id);
  });

  it('puts a word of the title before one of a solution, and finds nothing where no word is held', () => {
    expect(found('package')).toEqual(['module-missing', 'lambda-timeout']);
    expect(found('kubernetes')).toEqual([]);
    expect(found('co')).toEqual([]);
    expect(found('!?')).toEqual([]);
  });

  it('lets learned patterns that were not met of late come later, and none vanish', () => {
    const known = [learned('a', 'CartError', 0), learned('b', 'CartError', 400 * DAY_MS)];
    expect(found('cart', known, 400 * DAY_MS)).toEqual(['learned-b', 'learned-a']);
    expect(found('cart', known, 0)).toEqual(['learned-a', 'learned-b']);
  });

  it('scores anything that is asked, finitely and the best first', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (query) => {
        const scores = searchPatterns(catalogue(BUILT_IN, []), query, 0).map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        for (const score of scores) expect(score).toBeGreaterThan(0);
      }),
    );
    expect(searchPatterns([], 'x', 0)).toEqual([]);
  });
});
