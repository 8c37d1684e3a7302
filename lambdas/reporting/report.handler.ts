import { emfMetricSink } from '../shared/adapters/aws/metric-sink.ts';
import { snsNotifier } from '../shared/adapters/aws/notifier.ts';
import { s3ReportArchive } from '../shared/adapters/aws/report-archive.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoTargetRegistry } from '../shared/adapters/dynamo/target-registry.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { ReportingEnvironment } from '../shared/contract/environment.ts';
import { ReportIn } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { report } from './report.ts';

export const createHandler = defineHandler({ name: 'reporting/report', input: ReportIn, run: report });

export const handler = createHandler(
  awsRuntime(ReportingEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    registry: dynamoTargetRegistry({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
    archive: s3ReportArchive({ bucket: env.KAIZEN_REPORTS_BUCKET, stage: env.KAIZEN_STAGE, meter }),
    notifier: snsNotifier({ topicArn: env.KAIZEN_TOPIC_ARN, meter }),
    sink: emfMetricSink({ stage: env.KAIZEN_STAGE }),
  })),
);
