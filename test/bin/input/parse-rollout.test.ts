import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../bin/input/input-error.ts';
import { parseRollout } from '../../../bin/input/parse-rollout.ts';
import { rolloutFile, served } from '../rollout-files.ts';

type Json = Record<string, unknown>;
/** A file of three minutes with one value replaced, or taken away (undefined). */
function changed(path: (string | number)[], value: unknown): string {
  const file = JSON.parse(
    JSON.stringify(rolloutFile(3, { baseline: { minutes: [served(300), served(300)], thresholds: [1, 2, 3, 4, 5] } })),
  ) as Json;
  const last = path.at(-1) as string;
  const holder = path.slice(0, -1).reduce<Json>((each, key) => each[key] as Json, file);
  holder[last] = value;
  return JSON.stringify(file, (_, each: unknown) => (each === Infinity ? '∞' : each)).replaceAll('"∞"', '1e999');
}

function refusal(text: string): string {
  try {
    parseRollout(text, 'a.json');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

const COUNT = 'expected a whole number from 0 to 1,000,000,000';

describe("a user's rollout", () => {
  it('becomes what the judge takes', () => {
    const { baseline, minutes } = rolloutFile(2);
    const read = parseRollout(JSON.stringify(rolloutFile(2)), 'a.json');
    expect(read).toMatchObject({ horizon: 60, margin: 0.1, over: false, missing: [] });
    expect(read.baseline.quantiles).toEqual([0.5, 0.75, 0.9, 0.95, 0.99].map((level) => ({ level, durationMs: null })));
    expect(read.baseline.minutes).toHaveLength(baseline.minutes.length);
    expect(read.observations).toEqual(
      [0, 60_000].map((minute, index) => ({
        minute,
        weight: 0.1,
        stable: { requests: 270, errors: 0, above: minutes[index]?.stable.over },
        canary: { requests: 30, errors: 0, above: minutes[index]?.canary.over },
      })),
    );
    expect(read.p95).toEqual([0, 1].map(() => ({ stable: null, canary: null })));
  });

  it.each([
    [['minutes', 1, 'canary', 'n'], -1, `minutes[1].canary.n: found -1; ${COUNT}`],
    [['minutes', 1, 'canary', 'n'], 1.5, `minutes[1].canary.n: found 1.5; ${COUNT}`],
    [['minutes', 1, 'canary', 'n'], null, `minutes[1].canary.n: found null; ${COUNT}`],
    [['minutes', 1, 'canary', 'n'], '30', `minutes[1].canary.n: found "30"; ${COUNT}`],
    [['minutes', 1, 'canary', 'n'], Infinity, `minutes[1].canary.n: found Infinity; ${COUNT}`],
    [['minutes', 1, 'canary', 'n'], 1e12, `minutes[1].canary.n: found 1000000000000; ${COUNT}`],
    [['minutes', 1, 'canary', 'n'], undefined, `minutes[1].canary.n: found nothing; ${COUNT}`],
    [['minutes', 0, 'stable', 'e'], 271, 'minutes[0].stable.e: found 271; expected at most n, 270'],
    [['minutes', 2, 'canary', 'over', 0], 31, 'minutes[2].canary.over[0]: found 31; expected at most n, 30'],
    [
      ['minutes', 2, 'canary', 'over', 2],
      8,
      'minutes[2].canary.over[2]: found 8; expected at most over[1], the count above a lower x_k, 7',
    ],
    [['minutes', 2, 'canary', 'over'], [1, 1], 'minutes[2].canary.over: found a list of 2; expected a list of 5 counts'],
    [['minutes', 2, 'canary', 'over', 4], 'none', `minutes[2].canary.over[4]: found "none"; ${COUNT}`],
    [['minutes', 0, 'canary', 'p95'], 0, 'minutes[0].canary.p95: found 0; expected milliseconds above 0'],
    [['minutes', 0, 'canary', 'p95'], '1 s', 'minutes[0].canary.p95: found "1 s"; expected milliseconds above 0'],
    [['minutes', 0, 'weight'], 0, 'minutes[0].weight: found 0; expected a share between 0 and 1, such as 0.1'],
    [['minutes', 0, 'weight'], 1, 'minutes[0].weight: found 1; expected a share between 0 and 1, such as 0.1'],
    [['minutes', 0, 'weight'], undefined, 'minutes[0].weight: found nothing; expected a share'],
    [['minutes', 0], null, 'minutes[0]: found null; expected an object with the keys minute, weight, stable, canary'],
    [['minutes', 0, 'canary', 'N'], 5, 'minutes[0].canary.N: found 5; expected an object with the keys n, e, over, p95'],
    [['alpha'], 0.01, 'alpha: found 0.01; expected an object with the keys horizon, baseline, minutes, margin, over'],
    [['minutes'], {}, 'minutes: found an object; expected a list of minutes'],
    [['minutes'], undefined, 'minutes: found nothing; expected a list of minutes'],
    [['horizon'], 1, 'horizon: found 1; expected a whole number from 2 to 1,440'],
    [['horizon'], 2, "minutes: found a list of 3; expected at most the horizon's 2, which is fixed beforehand"],
    [['margin'], 0, 'margin: found 0; expected a share between 0 and 1'],
    [['over'], 'yes', 'over: found "yes"; expected true or false'],
    [['baseline'], undefined, 'baseline: found nothing; expected an object with the keys minutes, thresholds'],
    [['baseline', 'minutes'], [], 'baseline.minutes: found a list of 0; expected a list of 2 to 10,080 minutes'],
    [['baseline', 'minutes'], [served(300)], 'baseline.minutes: found a list of 1; expected a list of 2 to 10,080 minutes'],
    [
      ['baseline', 'minutes'],
      [served(0), served(0)],
      'baseline.minutes: found a list of 2; expected requests in at least one of the minutes',
    ],
    [['baseline', 'minutes', 1, 'e'], 301, 'baseline.minutes[1].e: found 301; expected at most n, 300'],
    [['baseline', 'thresholds', 0], 0, 'baseline.thresholds[0]: found 0; expected milliseconds above 0'],
    [['baseline', 'thresholds', 3], 2, 'baseline.thresholds[3]: found 2; expected at least thresholds[2], 3'],
  ] as [(string | number)[], unknown, string][])('%j as %j is refused by its name', (path, value, message) => {
    expect(refusal(changed(path, value))).toMatch(`a.json: ${message}`);
  });

  it.each([
    ['', 'a.json: found nothing; expected a JSON object with horizon, baseline and minutes'],
    [' \n', 'a.json: found nothing;'],
    ['{"horizon": 60,', 'a.json: found what is no JSON ('],
    ['timestamp,value\n\u001B[31m', 'a.json: found what is no JSON ('],
    ['[1, 2]', 'a.json: found a list of 2; expected an object with the keys horizon, baseline, minutes, margin, over'],
    ['null', 'a.json: found null; expected an object'],
    ['NaN', 'a.json: found what is no JSON ('],
    [`${'['.repeat(100_000)}`, 'a.json: found what is no JSON ('],
  ])('%j is refused', (text, message) => {
    const refused = refusal(text);
    expect(refused).toContain(message);
    expect(refused).not.toContain('\u001B');
  });

  it('refuses keys that could be taken for something else', () => {
    expect(refusal(changed(['x'], 1).replace('"x":1', '"__proto__":{"over":true}'))).toContain('expected an object with the keys');
    expect(refusal(changed(['a\nb\u001B[0m'], 1))).toContain('found 1; expected an object with the keys');
    for (const hidden of ['\n', '\u001B']) expect(refusal(changed(['a\nb\u001B[0m'], 1))).not.toContain(hidden);
  });

  it('tells the first few problems of many', () => {
    const message = refusal(
      JSON.stringify(rolloutFile(30, { minutes: Array.from({ length: 30 }, () => ({ weight: 2, stable: served(1), canary: served(1) })) })),
    );
    expect(message.split('\n')).toHaveLength(6);
    expect(message).toContain('minutes[4].weight: found 2');
    expect(message).toMatch(/and 25 more$/);
  });

  it.each([
    [[1, 2, 3, 3], 'minutes[3].minute: found 3; expected more than 3, the minute before'],
    [[2, 1], 'minutes[1].minute: found 1; expected more than 2, the minute before: minutes stand in their order'],
    [[1, undefined], 'minutes[1].minute: found nothing; expected a number, as other minutes have one'],
    [[1, 61], "minutes[1].minute: found 61; expected at most the horizon's 60"],
    [[0], 'minutes[0].minute: found 0; expected a whole number from 1 to 1,440'],
    [[1.5], 'minutes[0].minute: found 1.5; expected a whole number from 1 to 1,440'],
  ])('numbered %j is refused', (numbers, message) => {
    const minutes = numbers.map((minute) => ({ minute, weight: 0.1, stable: served(9), canary: served(1) }));
    expect(refusal(JSON.stringify({ ...rolloutFile(0), minutes }))).toContain(message);
  });

  it('either takes a file or names what is wrong with it, whatever stands in it', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0, 1, 0.5, 1e300, '5', null, [], {}, true, [[]]));
    const path = fc.constantFrom<(string | number)[]>(
      ['horizon'],
      ['margin'],
      ['over'],
      ['baseline'],
      ['baseline', 'minutes'],
      ['baseline', 'minutes', 0],
      ['baseline', 'minutes', 1, 'over'],
      ['baseline', 'thresholds'],
      ['minutes'],
      ['minutes', 0],
      ['minutes', 1, 'weight'],
      ['minutes', 1, 'minute'],
      ['minutes', 2, 'canary'],
      ['minutes', 2, 'stable', 'e'],
    );
    fc.assert(
      fc.property(path, odd, (where, value) => {
        try {
          const read = parseRollout(changed(where, value), 'a.json');
          expect(read.observations.length).toBeLessThanOrEqual(read.horizon);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).toMatch(/^a\.json: .*found .*; expected /);
        }
      }),
    );
  });
});
