import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecideIn, DecideOut } from '../../lambdas/shared/contract/workflow.ts';
import { awaitAnswer, leaveOrder, takeOrders } from '../../localstack/embedded/orders.ts';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'orders-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const order = (word: DecideIn['word']): DecideIn => ({ tenant: 'default', improvementId: 'imp-1', word, by: 'anna', reason: 'r' });
const done = async ({ tenant, improvementId }: DecideIn): Promise<DecideOut> => ({
  tenant,
  improvementId,
  result: 'noted',
  reason: 'done',
});
const always = () => true;

describe('orders to a running cloud', () => {
  it('are carried out once and answered, and leave nothing behind', async () => {
    const seen: DecideIn[] = [];
    await leaveOrder(root, order('reject'), 'a');
    const decide = async (each: DecideIn) => {
      seen.push(each);
      return done(each);
    };
    await takeOrders(root, decide, always);
    await takeOrders(root, decide, always);
    expect(seen).toEqual([order('reject')]);
    expect(await awaitAnswer(root, 'a', 1000)).toMatchObject({ result: 'noted' });
    expect(readdirSync(join(root, 'orders'))).toEqual([]);
  });

  it('wait until they may be carried out', async () => {
    await leaveOrder(root, order('approve'), 'a');
    await leaveOrder(root, order('roll-back'), 'b');
    const seen: string[] = [];
    const decide = async (each: DecideIn) => {
      seen.push(each.word);
      return done(each);
    };
    await takeOrders(root, decide, ({ word }) => word !== 'approve');
    expect(seen).toEqual(['roll-back']);
    await takeOrders(root, decide, always);
    expect(seen).toEqual(['roll-back', 'approve']);
  });

  it('are answered with the error when they fail, and not tried again', async () => {
    await leaveOrder(root, order('reject'), 'a');
    await takeOrders(root, () => Promise.reject(new Error('the tables are gone')), always);
    expect(await awaitAnswer(root, 'a', 1000)).toEqual({ error: 'the tables are gone' });
  });

  it('are taken back when nobody answers', async () => {
    await leaveOrder(root, order('reject'), 'a');
    expect(await awaitAnswer(root, 'a', 150)).toBeNull();
    await takeOrders(root, () => Promise.reject(new Error('it is gone')), always);
    expect(readdirSync(join(root, 'orders'))).toEqual([]);
  });

  it('may be none at all', async () => {
    await takeOrders(root, () => Promise.reject(new Error('there are none')), always);
  });
});
