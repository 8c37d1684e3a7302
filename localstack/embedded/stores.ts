import type { BaseEnvironment } from '../../lambdas/shared/contract/environment.ts';
import { dynamoAuditLog } from '../../lambdas/shared/adapters/dynamo/audit-log.ts';
import { dynamoBaselineStore } from '../../lambdas/shared/adapters/dynamo/baseline-store.ts';
import { dynamoClient } from '../../lambdas/shared/adapters/dynamo/client.ts';
import { dynamoControlStore } from '../../lambdas/shared/adapters/dynamo/control-store.ts';
import { dynamoLogBatchStore } from '../../lambdas/shared/adapters/dynamo/log-batch-store.ts';
import { dynamoModelStore } from '../../lambdas/shared/adapters/dynamo/model-store.ts';
import type { ModelStore } from '../../lambdas/shared/adapters/model/model-store.ts';
import { dynamoTargetRegistry } from '../../lambdas/shared/adapters/dynamo/target-registry.ts';
import { dynamoWorkStore } from '../../lambdas/shared/adapters/dynamo/work-store.ts';
import type { AuditLog, BaselineStore, ControlStore, LogBatchStore, Meter, TargetRegistry, WorkStore } from '../../lambdas/shared/ports.ts';
import { LOCAL_AWS } from './tables.ts';

export interface Stores {
  work: WorkStore;
  baselines: BaselineStore;
  audit: AuditLog;
  control: ControlStore;
  registry: TargetRegistry;
  logBatches: LogBatchStore;
  models: ModelStore;
  close(): void;
}

type TableNames = Pick<
  BaseEnvironment,
  'KAIZEN_BASELINES_TABLE' | 'KAIZEN_OPPORTUNITIES_TABLE' | 'KAIZEN_AUDIT_TABLE' | 'KAIZEN_CONTROL_TABLE'
>;

/** The stores over a DynamoDB on this machine. */
export function openStores(endpoint: string, tables: TableNames, meter: Meter): Stores {
  const client = dynamoClient({ meter, endpoint, ...LOCAL_AWS });
  return {
    work: dynamoWorkStore({ client, table: tables.KAIZEN_OPPORTUNITIES_TABLE }),
    baselines: dynamoBaselineStore({ client, table: tables.KAIZEN_BASELINES_TABLE }),
    audit: dynamoAuditLog({ client, table: tables.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client, table: tables.KAIZEN_CONTROL_TABLE }),
    registry: dynamoTargetRegistry({ client, table: tables.KAIZEN_BASELINES_TABLE }),
    logBatches: dynamoLogBatchStore({ client, table: tables.KAIZEN_CONTROL_TABLE }),
    models: dynamoModelStore({ client, table: tables.KAIZEN_CONTROL_TABLE }),
    close: () => client.destroy(),
  };
}
