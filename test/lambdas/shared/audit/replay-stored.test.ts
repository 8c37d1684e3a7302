import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../../lambdas/shared/adapters/dynamo/audit-log.ts';
import { dynamoWorkStore } from '../../../../lambdas/shared/adapters/dynamo/work-store.ts';
import { replay } from '../../../../lambdas/shared/audit/replay.ts';
import { storyOf } from '../../../../lambdas/shared/audit/story-of.ts';
import { verifyChain } from '../../../../lambdas/shared/audit/verify-chain.ts';
import { localDynamo, type LocalDynamo } from '../../../contract/fakes/local-dynamo.ts';
import { createWorld, IMPROVEMENT, runRollout } from '../../rollout/fakes/world.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

it.each([
  ['promoted', { slower: 0.5 }],
  ['rolled-back', { slower: 1.7 }],
])('digests and words survive the way through the tables: %s', async (status, canary) => {
  const world = await createWorld({}, canary);
  const work = dynamoWorkStore({ client: dynamo.client, table: await dynamo.table() });
  const audit = dynamoAuditLog({ client: dynamo.client, table: await dynamo.table() });
  await work.improvements.create(IMPROVEMENT);
  await runRollout(world, { ...world.ports, work, audit });

  const stored = await work.improvements.get(IMPROVEMENT.tenant, IMPROVEMENT.id);
  const records = await audit.list(IMPROVEMENT.tenant);
  expect(stored?.status).toBe(status);
  expect(verifyChain(records).word).toBe('intact');
  const { decisions, verdict } = replay(IMPROVEMENT.id, stored, storyOf(IMPROVEMENT, records), new Map([['improvement/imp-1', stored]]));
  expect(decisions.filter(({ result }) => result.word === 'differs')).toEqual([]);
  expect(decisions.filter(({ result }) => result.word === 'agrees').length).toBeGreaterThan(0);
  expect(verdict.word).toBe('agrees');
});
