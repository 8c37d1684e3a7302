import { afterAll, beforeAll } from 'vitest';
import { dynamoLogBatchStore } from '../../lambdas/shared/adapters/dynamo/log-batch-store.ts';
import { dynamoTargetRegistry } from '../../lambdas/shared/adapters/dynamo/target-registry.ts';
import { memoryLogBatches, memoryRegistry } from '../lambdas/fakes/telemetry-stores.ts';
import { localDynamo } from './fakes/local-dynamo.ts';
import type { LocalDynamo } from './fakes/local-dynamo.ts';
import { describeLogBatchStore, describeTargetRegistry } from './telemetry-stores.suite.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

const options = async () => ({ client: dynamo.client, table: await dynamo.table() });

describeTargetRegistry('DynamoDB', async () => dynamoTargetRegistry(await options()));
describeTargetRegistry('memory', async () => memoryRegistry(new Map(), () => undefined));
describeLogBatchStore('DynamoDB', async () => dynamoLogBatchStore(await options()));
describeLogBatchStore('memory', async () => memoryLogBatches(new Map()));
