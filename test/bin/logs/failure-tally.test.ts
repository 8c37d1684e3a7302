import { describe, expect, it } from 'vitest';
import { FailureTally } from '../../../bin/logs/failure-tally.ts';
import { createMining } from '../../../bin/logs/mining.ts';
import { readFailure } from '../../../lambdas/shared/failures/read-failure.ts';
import { fingerprintOf } from '../../../lambdas/shared/failures/fingerprint.ts';

const stack = (at: string) =>
  `\n    at ${at} (/var/task/src/orders.mjs:10:5)\n    at Runtime.handleOnce (file:///var/runtime/index.mjs:1173:29)`;
const jsonError = (type: string) => JSON.stringify({ level: 'ERROR', message: { errorType: type, errorMessage: 'no', stackTrace: [] } });

/** What is counted of records that were mined before, each a line. */
function tallied(records: readonly string[]) {
  const mining = createMining({ keepLines: false });
  for (const record of records) mining.add(record, 1);
  const { kinds, others } = mining.result().failures;
  return {
    others,
    kinds: kinds.map(({ fingerprint: { type, template }, count, firstLine, lastLine }) => [type, template, count, firstLine, lastLine]),
  };
}

describe('failures', () => {
  it('are counted by what they are known by, with their places', () => {
    const { kinds, others } = tallied([
      `TypeError: no city of order 1${stack('price')}`,
      'INFO all is well',
      `TypeError: no city of order 2${stack('price')}`,
      `TypeError: no city of order 3${stack('ship')}`,
      `TypeError: no city of order 4${stack('price')}`,
    ]);
    expect(others).toBe(0);
    expect(kinds).toEqual([
      ['TypeError', 'no city of order <*>', 3, 1, 5],
      ['TypeError', 'no city of order <*>', 1, 4, 4],
    ]);
  });

  it('have the place of the code, and the fingerprint that everything else knows them by', () => {
    const record = `TypeError: no city${stack('price')}`;
    const tally = new FailureTally();
    tally.add(0, record, 7, 9);
    const failure = readFailure(record);
    expect(tally.failures()).toEqual([
      { fingerprint: failure && fingerprintOf(failure), location: 'src/orders.mjs:10', count: 1, firstLine: 7, lastLine: 9 },
    ]);
  });

  it('are told by the level of lines as well, and by each object of JSON for itself', () => {
    const plain = ['ERROR could not ship 1', 'INFO shipped 2', 'ERROR could not ship 3'];
    expect(tallied(plain).kinds).toMatchObject([['error', 'could not ship <*>', 2, 1, 3]]);
    const objects = [
      JSON.stringify({ level: 'INFO', message: 'well' }),
      jsonError('RangeError'),
      jsonError('TypeError'),
      jsonError('RangeError'),
    ];
    expect(tallied(objects).kinds.map(([type, , count]) => [type, count])).toEqual([
      ['RangeError', 2],
      ['TypeError', 1],
    ]);
  });

  it('are none in a log that has none', () => {
    expect(tallied(['', 'INFO well', '{"a":1}', 'user 1 came'])).toEqual({ kinds: [], others: 0 });
  });

  it('beyond those that are kept are counted together', () => {
    const tally = new FailureTally();
    const name = (index: number) => [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    for (let index = 0; index < 10_005; index += 1) tally.add(index, `Error: ${name(index)} is wrong`, index + 1, index + 1);
    expect(tally.failures()).toHaveLength(10_000);
    expect(tally.others).toBe(5);
  });
});
