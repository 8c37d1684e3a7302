import { describe, expect, it } from 'vitest';
import { FAILURE_CATEGORIES, Solution } from '../../../../lambdas/shared/contract/failure-records.ts';
import { BUILT_IN_PATTERNS } from '../../../../lambdas/shared/patterns/built-in-patterns.ts';
import { PLACEHOLDERS } from '../../../../lambdas/shared/patterns/placeholders.ts';

/** What a person has to fill in: nothing in a log tells it. */
const OWN = /^(?:new[A-Z]\w*|\w+Arn|\w+Url|logGroup)$/;

describe('the built-in patterns', () => {
  it('cover every category, with ids of their own', () => {
    expect(new Set(BUILT_IN_PATTERNS.map(({ category }) => category))).toEqual(new Set(FAILURE_CATEGORIES));
    const ids = BUILT_IN_PATTERNS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,60}$/);
    expect(ids.length).toBeGreaterThanOrEqual(100);
  });

  it.each(BUILT_IN_PATTERNS.map((pattern) => [pattern.id, pattern] as const))(
    '%s says what it is, and what to do in at least two ways',
    (_id, pattern) => {
      const { title, description, solutions, forms, lookAt } = pattern;
      expect(title.length).toBeLessThan(80);
      expect(title).not.toMatch(/\.$/);
      expect(description).toMatch(/^[A-Z{].*[.)]$/s);
      expect(description.length).toBeGreaterThan(60);
      expect(solutions.length).toBeGreaterThanOrEqual(2);
      expect(new Set(solutions.map(({ id }) => id)).size).toBe(solutions.length);
      for (const solution of solutions) {
        Solution.parse(solution);
        expect(solution.words).toMatch(/[.)?]$/);
      }
      expect(forms.length).toBeGreaterThan(0);
      for (const text of [description, ...lookAt, ...solutions.flatMap(({ words, command }) => [words, command ?? ''])]) {
        for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g))
          expect(Object.hasOwn(PLACEHOLDERS, name) || OWN.test(name), name).toBe(true);
      }
    },
  );

  it('refine patterns that are there, and never one another', () => {
    const byId = new Map(BUILT_IN_PATTERNS.map((pattern) => [pattern.id, pattern]));
    for (const { id, refines } of BUILT_IN_PATTERNS) {
      for (const other of refines) {
        expect(byId.has(other), `${id} refines ${other}`).toBe(true);
        expect(byId.get(other)?.refines).not.toContain(id);
      }
    }
  });

  it('hand no command to a shell that does more than it says', () => {
    for (const { solutions } of BUILT_IN_PATTERNS) {
      for (const { command } of solutions) {
        // Placeholders are quoted when they are filled; inside of quotes they would end them.
        expect(command ?? '').not.toMatch(/["'][^"' ]*\{\w+\}/);
        expect(command ?? '').not.toMatch(/\brm -[rf]|delete-|terminate-|\bsudo\b/);
      }
    }
  });
});
