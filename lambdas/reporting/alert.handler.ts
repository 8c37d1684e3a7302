import { snsNotifier } from '../shared/adapters/aws/notifier.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { NotifyingEnvironment } from '../shared/contract/environment.ts';
import { AlertIn } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { alert } from './alert.ts';

export const createHandler = defineHandler({ name: 'reporting/alert', input: AlertIn, run: alert });

export const handler = createHandler(
  awsRuntime(NotifyingEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    notifier: snsNotifier({ topicArn: env.KAIZEN_TOPIC_ARN, meter }),
  })),
);
