import { describe, expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../lambdas/shared/adapters/dynamo/audit-log.ts';
import { table } from '../../../lambdas/shared/adapters/dynamo/table.ts';
import { verifyChain } from '../../../lambdas/shared/audit/verify-chain.ts';
import { conditionHolds, updated } from './expressions.ts';
import { memoryDynamo } from './memory-dynamo.ts';

const nothing = { names: {}, values: {} };

describe('DynamoDB in memory', () => {
  it('keeps what its conditions let through, and sorts a query', async () => {
    const items = table({ client: memoryDynamo((_call, perform) => perform()).client, table: 't' });
    const absent = { text: 'attribute_not_exists(pk)' };
    expect(await items.put({ pk: 'a', sk: '2', n: 1 }, absent)).toBe(true);
    expect(await items.put({ pk: 'a', sk: '2', n: 2 }, absent)).toBe(false);
    await items.put({ pk: 'a', sk: '1' }, null);
    await items.put({ pk: 'b', sk: '3' }, null);
    expect(await items.query({ pk: 'a' })).toEqual([
      { pk: 'a', sk: '1' },
      { pk: 'a', sk: '2', n: 1 },
    ]);
    expect(await items.query({ pk: 'a', newestFirst: true, limit: 1 })).toEqual([{ pk: 'a', sk: '2', n: 1 }]);
    expect(await items.query({ pk: 'a', from: '2' })).toHaveLength(1);
    expect(await items.update({ pk: 'a', sk: '2' }, { text: 'ADD n :one SET m = :two', values: { ':one': 1, ':two': 2 } }, null)).toBe(
      true,
    );
    expect(await items.get({ pk: 'a', sk: '2' })).toEqual({ pk: 'a', sk: '2', n: 2, m: 2 });
    expect(await items.remove({ pk: 'a', sk: '2' }, { text: '#n = :n', names: { '#n': 'n' }, values: { ':n': 9 } })).toBe(false);
    expect(await items.remove({ pk: 'a', sk: '2' }, { text: '#n = :n', names: { '#n': 'n' }, values: { ':n': 2 } })).toBe(true);
  });

  it('carries the audit chain', async () => {
    const { client } = memoryDynamo((_call, perform) => perform());
    const audit = dynamoAuditLog({ client, table: 'audit' });
    const entry = {
      tenant: 't',
      actor: 'a',
      action: 'b',
      subject: 'c',
      summary: 'd',
      confidence: null,
      risk: null,
      evidence: [],
      about: [],
      inputs: [],
      at: 1,
    };
    for (const key of ['one', 'two', 'one']) await audit.append({ ...entry, key });
    const records = await audit.list('t');
    expect(records.map(({ key }) => key)).toEqual(['one', 'two']);
    expect(verifyChain(records).word).toBe('intact');
  });

  it('compares as the conditions say, and a missing attribute with nothing', () => {
    const placeholders = { names: { '#u': 'until' }, values: { ':now': 5, ':me': 'x' } };
    const text = 'attribute_not_exists(pk) OR #u <= :now OR owner = :me';
    expect(conditionHolds(text, undefined, placeholders)).toBe(true);
    expect(conditionHolds(text, { pk: 'a', until: 6, owner: 'y' }, placeholders)).toBe(false);
    expect(conditionHolds(text, { pk: 'a', until: 5, owner: 'y' }, placeholders)).toBe(true);
    expect(conditionHolds(text, { pk: 'a', owner: 'x' }, placeholders)).toBe(true);
    expect(conditionHolds('#u < :now', { pk: 'a' }, placeholders)).toBe(false);
  });

  it('refuses expressions that it does not know', () => {
    expect(() => conditionHolds('size(x) > :n', {}, nothing)).toThrow('size(x)');
    expect(() => updated('REMOVE x', {}, nothing)).toThrow('REMOVE x');
    expect(() => updated('SET x = if_not_exists(x, :n)', {}, { names: {}, values: { ':n': 1 } })).toThrow('if_not_exists');
  });
});
