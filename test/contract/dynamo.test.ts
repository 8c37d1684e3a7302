import { afterAll, beforeAll } from 'vitest';
import { dynamoAuditLog } from '../../lambdas/shared/adapters/dynamo/audit-log.ts';
import { dynamoBaselineStore } from '../../lambdas/shared/adapters/dynamo/baseline-store.ts';
import { dynamoControlStore } from '../../lambdas/shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../../lambdas/shared/adapters/dynamo/work-store.ts';
import { describeAuditLog } from './audit-log.suite.ts';
import { localDynamo } from './fakes/local-dynamo.ts';
import type { LocalDynamo } from './fakes/local-dynamo.ts';
import { describeBaselineStore, describeControlStore, describeWorkStore } from './stores.suite.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

const options = async () => ({ client: dynamo.client, table: await dynamo.table() });

describeWorkStore('DynamoDB', async () => dynamoWorkStore(await options()));
describeBaselineStore('DynamoDB', async () => dynamoBaselineStore(await options()));
describeControlStore('DynamoDB', async () => dynamoControlStore(await options()));
describeAuditLog('DynamoDB', async () => dynamoAuditLog(await options()));
