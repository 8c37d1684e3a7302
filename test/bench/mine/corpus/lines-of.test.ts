import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../bench/mine/corpus/lines-of.ts';
import { SYSTEMS } from '../../../../bench/mine/corpus/systems.ts';
import { templateText, times } from '../../../../bench/mine/corpus/template.ts';
import { whole } from '../../../../bench/mine/corpus/values.ts';

const SMALL = { name: 'Small', templates: [times(2)`took ${whole(1, 9)} ms`, times(1)`done`] };

describe('lines of a system', () => {
  it('hold each template by its weight', () => {
    const lines = linesOf(SMALL, 4, 1);
    expect(lines.map(({ template }) => template).toSorted()).toEqual(['done', 'took <*> ms', 'took <*> ms', 'took <*> ms']);
    for (const { content, template } of lines) expect(content).toMatch(template === 'done' ? /^done$/ : /^took [1-9] ms$/);
  });

  it('are the same for a seed, others for another', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 60 }), fc.constantFrom(...SYSTEMS), (seed, count, system) => {
        const lines = linesOf(system, count, seed);
        expect(lines).toHaveLength(count);
        expect(linesOf(system, count, seed)).toEqual(lines);
      }),
    );
    expect(linesOf(SMALL, 60, 1)).not.toEqual(linesOf(SMALL, 60, 2));
  });
});

describe.each(SYSTEMS)('$name', (system) => {
  const lines = linesOf(system, 2_000, 1);

  it('has each template of weight 2 or more in 2,000 lines', () => {
    const seen = new Set(lines.map(({ template }) => template));
    const missing = system.templates.filter((template) => template.weight >= 2 && !seen.has(templateText(template)));
    expect(missing.map(templateText)).toEqual([]);
  });

  it('has lines that hold the constants of their template in order', () => {
    for (const { content, template } of lines) expect(holdsInOrder(content, template.split('<*>')), `${template} of ${content}`).toBe(true);
  });

  it('has one line of text each, with every value filled in', () => {
    for (const { content } of lines) expect(content).not.toMatch(/[\r\n]|<\*>/);
  });
});

/** Whether a text begins with the first piece, ends with the last, and has those between one after the other. */
function holdsInOrder(content: string, pieces: readonly string[]): boolean {
  const [first, ...others] = pieces as [string, ...string[]];
  const last = others.pop();
  if (last === undefined) return content === first;
  if (!content.startsWith(first)) return false;
  let from = first.length;
  for (const piece of others) {
    const at = content.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return content.length - last.length >= from && content.endsWith(last);
}
