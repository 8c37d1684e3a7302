import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMining } from '../../../bin/logs/mining.ts';
import { TemplateMiner } from '../../../lambdas/shared/mining/template-miner.ts';

const letters = (index: number) => String.fromCharCode(97 + (index % 26), 97 + (Math.floor(index / 26) % 26), 97 + Math.floor(index / 676));

describe('templates of logs', () => {
  it('know the lines of their records', () => {
    const mining = createMining({ keepLines: true });
    for (const [text, lines] of [
      ['user 1 came', 1],
      ['', 1],
      ['Error: no\n    at a', 3],
      ['user 2 came', 1],
      ['Error: no', 1],
    ] as const)
      mining.add(text, lines);
    const { lines, records, templates, groups, templateOf } = mining.result();
    expect({ lines, records }).toEqual({ lines: 7, records: 5 });
    const placed = templates.map(({ template, count, lines, firstLine, lastLine }) => [template, count, lines, firstLine, lastLine]);
    expect(placed).toEqual([
      ['user <*> came', 2, 2, 1, 6],
      ['Error: no', 2, 4, 3, 7],
      ['', 1, 1, 2, 2],
    ]);
    const byLine = [...(groups?.pieces() ?? [])].flatMap((piece) => [...piece].map((group) => templateOf(group).template));
    expect(byLine).toEqual(['user <*> came', '', ...Array.from({ length: 3 }, () => 'Error: no'), 'user <*> came', 'Error: no']);
  });

  it('add up to the lines and records, also when there are more than the miner keeps', () => {
    const record = fc.record({ name: fc.nat(17_575), words: fc.nat(5), lines: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(record, { minLength: 300, maxLength: 600, size: 'max' }), (all) => {
        const mining = createMining({ keepLines: true, miner: new TemplateMiner({ most: 100 }) });
        for (const { name, words, lines } of all)
          mining.add(Array.from({ length: words + 1 }, (_, word) => letters(name + word * 1000)).join(' '), lines);
        const { lines, records, templates, groups, templateOf } = mining.result();
        expect(templates.length).toBeLessThanOrEqual(100);
        expect(templates.reduce((sum, { lines }) => sum + lines, 0)).toBe(lines);
        expect(templates.reduce((sum, { count }) => sum + count, 0)).toBe(records);
        let line = 0;
        const places = new Map<unknown, { first: number; last: number }>();
        for (const group of [...(groups?.pieces() ?? [])].flatMap((piece) => [...piece])) {
          line += 1;
          const place = places.get(templateOf(group)) ?? { first: line, last: line };
          places.set(templateOf(group), { ...place, last: line });
        }
        for (const template of templates) expect(places.get(template)).toEqual({ first: template.firstLine, last: template.lastLine });
      }),
      { numRuns: 6 },
    );
  });

  it('do not keep what each line is of unless they are asked to', () => {
    const mining = createMining({ keepLines: false });
    mining.add('x', 1);
    expect(mining.result().groups).toBeNull();
  });
});
