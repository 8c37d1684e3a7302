import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordedCall } from '../../../../lambdas/shared/contract/records.ts';
import { differencePath } from '../../../../lambdas/shared/replay/alike.ts';
import { isRead, plainUrl, type OutsideCall } from '../../../../lambdas/shared/replay/outside-call.ts';
import { knownAnswers, type Answer } from '../../../../lambdas/shared/replay/known-answer.ts';
import { recordedAnswers } from '../../../../lambdas/shared/replay/recorded-answers.ts';
import { dynamo, getItem, recorded, TABLES } from './calls.ts';

const ask = ({ method, url, operation, requestBody }: RecordedCall): OutsideCall => ({ method, url, operation, body: requestBody.text });
const answers = (own: RecordedCall[], others: RecordedCall[] = []) => recordedAnswers(knownAnswers(own), knownAnswers(others));
const said = (answer: Answer | null): unknown => (answer?.response ? JSON.parse(answer.response.body.text) : null);

describe('reads and writes', () => {
  test.each([
    [{ method: 'get' }, true],
    [{ method: 'HEAD' }, true],
    [{ method: 'POST' }, false],
    [{ method: 'PUT', operation: 'DynamoDB_20120810.GetItem' }, false],
    [{ method: 'POST', operation: 'DynamoDB_20120810.GetItem' }, true],
    [{ method: 'POST', operation: 'DynamoDB_20120810.TransactGetItems' }, true],
    [{ method: 'POST', operation: 'DynamoDB_20120810.Query' }, true],
    [{ method: 'POST', operation: 'DynamoDB_20120810.PutItem' }, false],
    [{ method: 'POST', operation: 'DynamoDB_20120810.ExecuteStatement' }, false],
    [{ method: 'POST', operation: 'AmazonSQS.ReceiveMessage' }, false],
    [{ method: 'POST', operation: 'QueryWriter.QueryAndDelete' }, false],
    [{ method: 'POST', body: 'Action=ListTopics&Version=1' }, true],
    [{ method: 'POST', body: 'Action=Publish&Message=Action%3DGet' }, false],
    [{ method: 'POST', body: '{"Action":"Get"}' }, false],
  ])('%j reads: %s', (call, expected) => {
    expect(isRead({ url: 'http://a.example/', operation: null, body: '', ...call })).toBe(expected);
  });
});

test('an address names the same thing whoever signs it, and keeps no secret', () => {
  expect(plainUrl('https://u:p@a.example/x?b=2&X-Amz-Date=1&a=1&api_key=k&X-Amz-Signature=s')).toBe(
    'https://a.example/x?X-Amz-Signature=redacted-by-kaizen&a=1&api_key=redacted-by-kaizen&b=2',
  );
  expect(plainUrl('not an address')).toBe('not an address');
});

describe('differences', () => {
  test.each([
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, 'a[1].b'],
    [{ a: 1 }, { a: 1, b: undefined }, 'b'],
    [[1], [1, 2], 'length'],
    [{ a: [1] }, { a: {} }, 'a'],
    [1, 2, ''],
    [0, -0, null],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, null],
  ])('%j and %j differ at %j', (a, b, expected) => expect(differencePath(a, b)).toBe(expected));

  test('two times that are close are one only where that is asked for, and in the same form', () => {
    for (const [a, b] of [
      [1_764_295_000_000, 1_764_295_000_900],
      ['1764295000000', '1764295000900'],
      [1_764_295_000, 1_764_295_001],
      ['2025-11-28T02:00:00Z', '2025-11-28T02:00:00.900Z'],
    ]) {
      expect(differencePath({ a }, { a: b }, true)).toBeNull();
      expect(differencePath({ a }, { a: b })).toBe('a');
    }
    expect(differencePath(1_764_295_000_000, 1_764_295_009_000, true)).toBe('');
    expect(differencePath(1_764_295_000_000, '1764295000000', true)).toBe('');
    expect(differencePath(5, 6, true)).toBe('');
  });

  test('a value of JSON never differs from what is made of its text', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => differencePath(value, JSON.parse(JSON.stringify(value))) === null));
  });
});

describe('answers', () => {
  test('each one is given once in its order, then a read gets the last again', () => {
    const [first, second] = [recorded({ answer: 1 }), recorded({ answer: 2 })];
    const answer = answers([first, second]);
    expect([1, 2, 3].map(() => said(answer(ask(first))))).toEqual([1, 2, 2]);
  });

  test('a write is answered as often as it was recorded', () => {
    const put = dynamo('PutItem', { TableName: 'items', Item: { id: { S: 'a' } } }, {});
    const answer = answers([put]);
    expect(answer(ask(put))).toMatchObject({ answered: 'recorded', delayMs: 10 });
    expect(answer(ask(put))).toBeNull();
    expect(answers([], [put])(ask(put))).toBeNull();
  });

  test('another address, method, operation or body is another call', () => {
    const get = recorded({ url: 'http://rates.example/a?x=1&y=2' });
    const answer = answers([get]);
    for (const other of [
      { url: 'http://rates.example/b' },
      { url: 'http://evil.example/a?x=1&y=2' },
      { method: 'HEAD' },
      { operation: 'X.Get' },
      { body: 'x' },
    ])
      expect(answer({ ...ask(get), ...other })).toBeNull();
    expect(answer({ ...ask(get), url: 'http://rates.example/a?y=2&x=1' })).not.toBeNull();
  });

  test('the order of fields, tokens of a try and the milliseconds of a clock do not matter', () => {
    const put = dynamo('PutItem', { TableName: 'a', Item: { at: { N: '1764295000123' }, id: { S: 'x' } }, ClientRequestToken: 't1' }, {});
    const body = JSON.stringify({ ClientRequestToken: 't2', Item: { id: { S: 'x' }, at: { N: '1764295000000' } }, TableName: 'a' });
    expect(answers([put])({ ...ask(put), body })).toMatchObject({ answered: 'recorded' });
  });

  test('a read of another sample is better than none, its own are better than that', () => {
    const [own, other] = [recorded({ answer: 'own' }), recorded({ answer: 'other' })];
    expect(said(answers([own], [other])(ask(own)))).toBe('own');
    expect(answers([], [other])(ask(own))).toMatchObject({ answered: 'derived' });
  });

  test('whatever was recorded is answered as it was, in any order in which it is asked for', () => {
    const call = fc.record({ path: fc.constantFrom('a', 'b', 'c'), answer: fc.nat() });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), (calls, chance) => {
        const made = calls.map(({ path, answer }) => recorded({ url: `http://a.example/${path}`, answer }));
        const answer = answers(made);
        const left = [...made];
        while (left.length > 0) {
          const at = (chance.next().value ?? 0) % left.length;
          // Of the same question, the earliest is the next.
          const wanted = left.findIndex(({ url }) => url === left[at]?.url);
          const [expected] = left.splice(wanted, 1);
          if (expected !== undefined) expect(answer(ask(expected))).toMatchObject({ answered: 'recorded', response: expected.response });
        }
      }),
    );
  });
});

describe('derived answers', () => {
  const batchOf = (...ids: string[]) => ({
    method: 'POST',
    url: TABLES,
    operation: 'DynamoDB_20120810.BatchGetItem',
    body: JSON.stringify({ RequestItems: { items: { Keys: ids.map((id) => ({ id: { S: id } })) } } }),
  });

  test('a batch is made of its gets and takes as long as the slowest', () => {
    const answer = answers([getItem('a', undefined, 5), getItem('b', null, 20), getItem('c', undefined, 7)]);
    const got = answer(batchOf('c', 'a', 'b'));
    expect(got).toMatchObject({ answered: 'derived', delayMs: 20 });
    expect(said(got)).toEqual({ Responses: { items: [{ id: { S: 'c' } }, { id: { S: 'a' } }] }, UnprocessedKeys: {} });
  });

  test('DynamoDB takes no key twice and not more than a hundred', () => {
    const ids = Array.from({ length: 101 }, (_, index) => `i${index}`);
    const answer = answers(ids.map((id) => getItem(id)));
    expect(answer(batchOf('i1', 'i1'))?.response?.status).toBe(400);
    expect(answer(batchOf(...ids))?.response?.status).toBe(400);
    expect(answer(batchOf(...ids.slice(1)))?.response?.status).toBe(200);
  });

  test('an item that nobody asked for, another table, another manner of asking: nothing follows', () => {
    const answer = answers([getItem('a')]);
    expect(answer(batchOf('a', 'b'))).toBeNull();
    expect(answer({ ...batchOf('a'), url: 'http://127.0.0.1:9000/' })).toBeNull();
    const consistent = JSON.stringify({ RequestItems: { items: { Keys: [{ id: { S: 'a' } }], ConsistentRead: true } } });
    expect(answer({ ...batchOf('a'), body: consistent })).toBeNull();
    expect(answer({ ...batchOf('a'), body: batchOf('a').body.replace('items', 'others') })).toBeNull();
  });

  test('a failed get gives nothing to derive from', () => {
    const failed = { ...getItem('a'), response: { status: 400, headers: {}, body: { text: '{}', base64: false } } };
    expect(answers([failed])(batchOf('a'))).toBeNull();
  });

  test('a get is taken out of a batch, unless some of its keys were left for later', () => {
    const request = { RequestItems: { items: { Keys: [{ id: { S: 'a' } }, { id: { S: 'b' } }] } } };
    const whole = dynamo('BatchGetItem', request, { Responses: { items: [{ id: { S: 'a' }, n: { N: '1' } }] }, UnprocessedKeys: {} });
    expect(said(answers([whole])(ask(getItem('a'))))).toEqual({ Item: { id: { S: 'a' }, n: { N: '1' } } });
    expect(said(answers([whole])(ask(getItem('b'))))).toEqual({});
    expect(answers([whole])(ask(getItem('c')))).toBeNull();
    const partial = dynamo('BatchGetItem', request, {
      Responses: { items: [] },
      UnprocessedKeys: { items: { Keys: [{ id: { S: 'a' } }] } },
    });
    expect(answers([partial])(ask(getItem('a')))).toBeNull();
  });
});
