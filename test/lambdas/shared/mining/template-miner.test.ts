import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TemplateMiner } from '../../../../lambdas/shared/mining/template-miner.ts';

const USERS = 'alice bob carol dave erin frank grace heidi ivan judy mallory niaj'.split(' ');
const CITIES = ['Rome', 'New York', 'Paris', 'San Jose', 'Rio de Janeiro', 'Oslo', 'Lagos', 'Cape Town', 'Quito', 'La Paz'];

function mined(lines: readonly string[], most?: number) {
  const miner = new TemplateMiner(most === undefined ? {} : { most });
  const groups = lines.map((line) => miner.add(line));
  const templates = miner.templates();
  return { miner, templates, names: groups.map((group) => templates.of(group).template) };
}

/** Lines of a few programs, any of them. */
const line = fc.oneof(
  fc.tuple(fc.constantFrom(...USERS), fc.nat(255)).map(([user, n]) => `User ${user} logged in from 10.0.0.${n}`),
  fc.tuple(fc.nat(), fc.constantFrom(...CITIES)).map(([n, city]) => `Shipping ${n} items to ${city} by express`),
  fc.tuple(fc.uuid(), fc.nat(999)).map(([id, ms]) => `request ${id} took ${ms} ms`),
  fc.array(fc.nat(), { minLength: 1, maxLength: 8 }).map((list) => `processed [${list.join(', ')}]`),
  fc.constantFrom('cache cleared', 'nothing to do', ''),
  fc.string(),
);
const lines = fc.array(line, { maxLength: 120 });

describe('the template miner', () => {
  it('opens the places of words that are parameters, of one or several words', () => {
    const { templates } = mined([
      ...USERS.map((user) => `User ${user} logged in from 10.0.0.1`),
      ...CITIES.map((city, n) => `Shipping ${n} items to ${city} by express`),
    ]);
    expect(templates.list.map(({ template, count }) => [template, count])).toEqual([
      ['User <*> logged in from <*>', 12],
      ['Shipping <*> items to <*> by express', 10],
    ]);
  });

  it('opens two places of words that differ together', () => {
    const things = 'report invoice letter plan photo song map offer order note list page'.split(' ');
    const { templates } = mined(USERS.map((user, n) => `user ${user} opened document ${things[n] ?? ''} for reading`));
    expect(templates.list.map(({ template }) => template)).toEqual(['user <*> opened document <*> for reading']);
  });

  it('keeps apart what few words tell apart', () => {
    const levels = ['started', 'stopped', 'failed'].flatMap((state) => Array.from({ length: 20 }, () => `The worker has ${state}`));
    expect(mined(levels).templates.list).toHaveLength(3);
    const daemons = USERS.map((daemon) => `${daemon} startup succeeded`);
    expect(mined(daemons).templates.list).toHaveLength(daemons.length);
  });

  it('keeps apart the states of a known few, and opens those of an open set', () => {
    const closed = ['LOOKING', 'LEADING'].flatMap((state) => Array.from({ length: 20 }, () => `peer is ${state} with 3`));
    expect(mined(closed).templates.list).toHaveLength(2);
    const open = ['anna', 'bert'].map((user) => `peer user=${user} of 3`);
    expect(mined(open).templates.list.map(({ template }) => template)).toEqual(['peer user=<*> of <*>']);
  });

  it('takes in the odd line of a frequent template', () => {
    const { templates } = mined([
      ...Array.from({ length: 30 }, (_, n) => `synchronized to 10.0.0.${n}, stratum 3`),
      'synchronized to LOCAL(0), stratum 10',
    ]);
    expect(templates.list.map(({ template, count }) => [template, count])).toEqual([['synchronized to <*>, stratum <*>', 31]]);
  });

  it('tells a record of several lines by its headline', () => {
    const { names } = mined([
      'TypeError: x is not a function\n    at handler (/var/task/a.js:3:5)',
      'TypeError: x is not a function\n    at other (/var/task/b.js:9:1)',
      'file:///var/task/a.mjs:7\n  throw new RangeError();\n  ^\n\nRangeError: too far\n    at file:///var/task/a.mjs:7:9',
      "Traceback (most recent call last):\n  File \"/var/task/app.py\", line 3, in handler\n    x = d['city']\nKeyError: 'city'",
    ]);
    expect(names).toEqual([
      'TypeError: x is not a function',
      'TypeError: x is not a function',
      'RangeError: too far',
      "Traceback (most recent call last): KeyError: 'city'",
    ]);
  });

  it('gives parameters with their most frequent values', () => {
    const { templates } = mined([...USERS, 'bob', 'bob'].map((user, n) => `User ${user} logged in from 10.0.0.${n % 2}`));
    const [user, address] = templates.list[0]?.parameters ?? [];
    expect(user?.values[0]).toEqual({ value: 'bob', count: 3 });
    expect(user?.more).toBe(true);
    expect(address?.values).toEqual([
      { value: '10.0.0.0', count: 7 },
      { value: '10.0.0.1', count: 7 },
    ]);
    expect(templates.list[0]?.examples[0]).toBe('User alice logged in from 10.0.0.0');
  });

  it('keeps no secret in a template, an example or a parameter', () => {
    const secret = (n: number): string => `hunter${'abcdefghij'[n % 10] ?? ''}zz`;
    const { miner, templates } = mined([
      ...Array.from({ length: 30 }, (_, n) => `login of anna with password=${secret(n)} failed`),
      `lonely token=${secret(3)}`,
      `mail to somebody@example.com sent with {"apiKey":"${secret(5)}"}`,
    ]);
    const all = JSON.stringify([templates.list, miner.toState()]);
    expect(all).not.toContain('hunter');
    expect(all).not.toContain('somebody@');
  });

  it('loses no line, and names the same template for the same line', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const { templates, names } = mined(all);
        expect(templates.list.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        const byLine = Map.groupBy(all.keys(), (i) => all[i] ?? '');
        for (const same of byLine.values()) expect(new Set(same.map((i) => names[i])).size).toBe(1);
        expect(new Set(templates.list.map(({ id }) => id)).size).toBe(templates.list.length);
      }),
    );
  });

  it('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(
        lines.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const count = (of: readonly string[]): string[] => mined(of).templates.list.map(({ template, count }) => `${count} ${template}`);
          expect(count(shuffled).toSorted()).toEqual(count(all).toSorted());
        },
      ),
    );
  });

  it('finds in two merged miners what one finds in all lines', () => {
    fc.assert(
      fc.property(lines, lines, (first, second) => {
        const one = mined([...first, ...second]);
        const miner = new TemplateMiner();
        const other = new TemplateMiner();
        const groups = first.map((each) => miner.add(each));
        const others = second.map((each) => other.add(each));
        const numbers = miner.merge(other);
        const templates = miner.templates();
        const names = [...groups, ...others.map((group) => numbers[group] ?? -1)].map((group) => templates.of(group).template);
        expect(names).toEqual(one.names);
        expect(templates.list.map(({ firstLine, lastLine, count }) => [firstLine, lastLine, count])).toEqual(
          one.templates.list.map(({ firstLine, lastLine, count }) => [firstLine, lastLine, count]),
        );
      }),
    );
  });

  it('goes on from its state', () => {
    fc.assert(
      fc.property(lines, lines, (first, second) => {
        const miner = TemplateMiner.fromState(JSON.parse(JSON.stringify(mined(first).miner.toState())));
        for (const each of second) miner.add(each);
        const found = (of: TemplateMiner): string[] => of.templates().list.map(({ template, count }) => `${count} ${template}`);
        expect(found(miner).toSorted()).toEqual(found(mined([...first, ...second]).miner).toSorted());
        expect(miner.lines).toBe(first.length + second.length);
      }),
    );
  });

  it('opens what differs in JSON as soon as it is clear, and keeps levels apart', () => {
    const all = Array.from({ length: 2000 }, (_, n) => {
      const word = String.fromCharCode(97 + (n % 26), 97 + (Math.floor(n / 26) % 26), 98 + Math.floor(n / 676));
      const level = n % 100 === 0 ? 'ERROR' : 'INFO';
      return `{"level":"${level}","message":"order placed","customer":"${word}","note":"for ${word}, by hand","n":${n}}`;
    });
    const { miner, templates } = mined(all);
    expect(templates.list.map(({ template, count }) => [template, count])).toEqual([
      ['{"level":"INFO","message":"order placed","customer":"<*>","note":"<*>","n":<*>}', 1980],
      ['{"level":"ERROR","message":"order placed","customer":"<*>","note":"<*>","n":<*>}', 20],
    ]);
    expect(miner.size).toBeLessThan(100);
  });

  it('says what is wrong with a state', () => {
    expect(() => TemplateMiner.fromState({ version: 2, lines: 0, groups: [] })).toThrow(/state of a template miner.*version/s);
    expect(() => new TemplateMiner({ most: 3 })).toThrow(/most: found 3/);
    expect(() => new TemplateMiner().templates().of(7)).toThrow(/group: found 7/);
  });

  it('stays within its bound, whatever comes, and loses no line', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    fc.assert(
      fc.property(
        fc.array(
          fc.array(word, { minLength: 2, maxLength: 6 }).map((words) => words.join(' ')),
          { minLength: 300, maxLength: 600 },
        ),
        (all) => {
          const { miner, templates } = mined(all, 100);
          expect(miner.size).toBeLessThanOrEqual(100);
          expect(templates.list.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('finds a template again that it made when there was no room', () => {
    const words = Array.from({ length: 400 }, (_, n) => String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26), 120));
    const { miner, templates } = mined(
      words.map((word) => `user ${word} logged in to the shop`),
      100,
    );
    expect(templates.list.map(({ template, count }) => [template, count])).toEqual([['user <*> logged in to the shop', 400]]);
    expect(miner.size).toBeLessThanOrEqual(100);
  });
});
