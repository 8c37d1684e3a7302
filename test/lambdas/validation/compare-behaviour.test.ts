import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIFFERENCES, type Difference } from '../../../lambdas/shared/contract/records.ts';
import type { ObservedCall } from '../../../lambdas/shared/source/tools.ts';
import { deviations, reproduces } from '../../../lambdas/validation/compare-behaviour.ts';
import { callOf, caseOf, sampleOf } from './replays.ts';

const read = (path: string, given: Partial<ObservedCall> = {}) => callOf({ url: `http://rates.example/${path}`, ...given });
const write = (path: string, body = '') => callOf({ method: 'PUT', url: `http://ledger.example/${path}`, body });
const dynamo = (operation: string, body: unknown) =>
  callOf({ method: 'POST', url: 'http://tables.example/', operation: `DynamoDB_20120810.${operation}`, body: JSON.stringify(body) });
const get = (id: string, more: object = {}) => dynamo('GetItem', { TableName: 'items', Key: { id: { S: id } }, ...more });
const batch = (ids: string[], more: object = {}) =>
  dynamo('BatchGetItem', { RequestItems: { items: { Keys: ids.map((id) => ({ id: { S: id } })), ...more } } });

/** All that may be declared of calls; whether invocations may stop failing is a case of its own. */
const STRICT = DIFFERENCES.filter((difference) => difference !== 'fewer-failures');

const compare = (before: ObservedCall[], after: ObservedCall[], differences: readonly Difference[] = []): string[] =>
  deviations(caseOf({ calls: before }), caseOf({ calls: after }), differences).map(({ rule, message }) => `${rule}: ${message}`);

describe('results', () => {
  const ok = (value: unknown) => caseOf({ outcome: { ok: true, value } });
  const error = (errorType: string, errorMessage: string) => caseOf({ outcome: { ok: false, errorType, errorMessage } });
  test.each([
    [ok({ lines: [{ cents: 4711 }] }), ok({ lines: [{ cents: 4712 }] }), ['result: the result differs: lines[0].cents']],
    [ok(1), ok(2), ['result: the result differs: as a whole']],
    [ok({ a: 1, b: 2 }), ok({ b: 2, a: 1 }), []],
    [ok(1), error('TypeError', 'secret'), ['error: fails where the old version succeeds (TypeError)']],
    [error('TypeError', 'x'), ok(1), ['error: succeeds where the old version fails (TypeError)']],
    [error('TypeError', 'x'), error('RangeError', 'x'), ['error: fails with RangeError, not with TypeError']],
    [error('TypeError', 'secret 1'), error('TypeError', 'secret 2'), ['error: the message of TypeError differs']],
    [error('TypeError', 'x'), error('TypeError', 'x'), []],
  ])('%j and %j', (before, after, expected) => {
    expect(deviations(before, after, STRICT).map(({ rule, message }) => `${rule}: ${message}`)).toEqual(expected);
  });

  test('two times count as one only where the clock has moved', () => {
    const at = (value: number, durationMs: number) => caseOf({ outcome: { ok: true, value }, durationsMs: [durationMs] });
    expect(deviations(at(1_764_295_000_000, 10), at(1_764_295_001_000, 10), [])).toHaveLength(1);
    expect(deviations(at(1_764_295_000_000, 1500), at(1_764_295_001_000, 10), [])).toEqual([]);
  });
});

describe('writes stay what they are, whatever is declared', () => {
  test.each([
    [[write('a'), write('b')], [write('b'), write('a')], 'writes PUT to ledger.example where the old version writes PUT to ledger.example'],
    [[write('a')], [], 'leaves out a write: PUT to ledger.example'],
    [[], [write('a')], 'writes once more: PUT to ledger.example'],
    [[write('a')], [write('a'), write('a')], 'writes once more'],
    [
      [write('a', '{"net":{"cents":4711}}')],
      [write('a', '{"net":{"cents":4712}}')],
      'what PUT to ledger.example carries differs: net.cents',
    ],
    [[dynamo('PutItem', { Item: { n: 1 } })], [dynamo('PutItem', { Item: { n: 2 } })], 'what PutItem carries differs: Item.n'],
    [[dynamo('PutItem', {})], [dynamo('UpdateItem', {})], 'writes UpdateItem where the old version writes PutItem'],
  ])('%#', (before, after, message) => {
    expect(compare(before, after, DIFFERENCES)).toEqual([expect.stringContaining(`write: ${message}`) as unknown]);
  });

  test('no value of a call is ever told', () => {
    const text = compare(
      [write('secret-1', '{"card":"4111"}')],
      [read('secret-2', { url: 'http://rates.example/secret-3?x=secret-4' })],
    ).join();
    expect(text).not.toMatch(/secret|4111/);
  });
});

describe('reads differ as far as is declared', () => {
  const [a, b, c] = [read('a'), read('b'), read('c')];
  test.each<[string, ObservedCall[], ObservedCall[], Difference[], Difference[]]>([
    ['another order', [a, b, c], [c, a, b], ['order', 'fewer-reads', 'batched-reads', 'bounded-calls'], ['finished-calls']],
    ['one less', [a, b], [a], ['fewer-reads'], ['order', 'batched-reads', 'bounded-calls', 'finished-calls']],
    ['one twice instead of three times', [a, a, a], [a, a], ['fewer-reads'], ['order', 'batched-reads']],
    ['none at all', [a], [], ['fewer-reads'], ['order']],
    ['one again', [a, b], [a, a, b], ['bounded-calls'], ['order', 'fewer-reads', 'batched-reads', 'finished-calls']],
    ['one more', [a], [a, b], [], [...DIFFERENCES]],
    ['a batch of gets', [get('x'), get('y')], [batch(['y', 'x'])], ['batched-reads'], ['order', 'fewer-reads', 'bounded-calls']],
    ['a batch without its double', [get('x'), get('y'), get('x')], [batch(['x', 'y'])], ['batched-reads'], ['order']],
    ['a batch that leaves one out', [get('x'), get('y')], [batch(['x'])], [], ['batched-reads', 'order']],
    ['a batch that asks otherwise', [get('x')], [batch(['x'], { ConsistentRead: true })], [], [...DIFFERENCES]],
    ['two batches of one', [batch(['x', 'y'])], [batch(['x']), batch(['y'])], ['batched-reads'], ['fewer-reads']],
  ])('%s', (_name, before, after, allowing, refusing) => {
    for (const difference of allowing)
      expect({ difference, found: compare(before, after, [difference]) }).toEqual({ difference, found: [] });
    for (const difference of refusing)
      expect({ difference, found: compare(before, after, [difference]).length }).toEqual({ difference, found: 1 });
    expect(compare(before, after)).toHaveLength(1);
  });

  test('a call that is left open is one that the old version left open', () => {
    const open = read('a', { finished: false });
    expect(compare([a], [open], DIFFERENCES)).toEqual(['unfinished-call: returns before a call is over: GET to rates.example']);
    expect(compare([open], [a], [])).toEqual([]);
    expect(compare([open], [open], [])).toEqual([]);
  });
});

test('an invocation that failed may succeed only where that is declared, and one that succeeded may never fail', () => {
  const failed = caseOf({ outcome: { ok: false, errorType: 'TypeError', errorMessage: 'x' }, calls: [] });
  const well = caseOf({ calls: [write('a', '1')] });
  expect(deviations(failed, well, ['fewer-failures'])).toEqual([]);
  expect(deviations(failed, well, [])).not.toEqual([]);
  expect(deviations(well, failed, ['fewer-failures'])).not.toEqual([]);
});

describe('whatever happens', () => {
  const call = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map((path) => read(path)),
    fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2')).map(([path, body]) => write(path, body)),
    fc.constantFrom('x', 'y').map((id) => get(id)),
  );
  const calls = fc.array(call, { maxLength: 8 });
  const some = fc.subarray([...DIFFERENCES]);

  test('a version never deviates from itself', () => {
    fc.assert(fc.property(calls, some, (made, differences) => compare(made, made, differences).length === 0));
  });

  test('what is declared only ever lets more through', () => {
    fc.assert(
      fc.property(calls, calls, some, fc.constantFrom(...DIFFERENCES), (before, after, differences, one) => {
        if (compare(before, after, differences).length === 0) expect(compare(before, after, [...differences, one])).toEqual([]);
      }),
    );
  });

  test('writes that are not the same sequence never pass', () => {
    fc.assert(
      fc.property(calls, calls, (before, after) => {
        const writes = (made: ObservedCall[]): string =>
          JSON.stringify(made.filter(({ method }) => method === 'PUT').map(({ url, body }) => [url, body]));
        if (writes(before) !== writes(after)) expect(compare(before, after, DIFFERENCES)).not.toEqual([]);
      }),
    );
  });

  test('a read that the old version never makes never passes', () => {
    fc.assert(fc.property(calls, some, (made, differences) => compare(made, [...made, read('new')], differences).length > 0));
  });
});

test('a sample is reproduced when the old version does in the sandbox what it did', () => {
  const sample = sampleOf(1, { outcome: { ok: true, value: { at: 1_764_295_000_123 } } });
  const replayed = (value: unknown, calls: ObservedCall[] = []) => caseOf({ outcome: { ok: true, value }, calls });
  expect(reproduces(sample, replayed({ at: 1_764_295_000_000 }))).toBe(true);
  expect(reproduces(sample, replayed({ at: 5 }))).toBe(false);
  expect(reproduces(sample, replayed({ at: 1_764_295_000_000 }, [callOf({ answered: 'unknown' })]))).toBe(false);
  expect(reproduces(sample, caseOf({ outcome: { ok: false, errorType: 'Error', errorMessage: '' } }))).toBe(false);
});
