import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config/stage-config.ts';
import { CycleSchedules } from './constructs/cycle-schedules.ts';
import { Data } from './constructs/data.ts';
import { Detection } from './constructs/detection.ts';
import { Emergency } from './constructs/emergency.ts';
import { Encryption } from './constructs/encryption.ts';
import { HandlerFunction, type HandlerContext } from './constructs/handler-function.ts';
import { Notifications } from './constructs/notifications.ts';
import { Observability } from './constructs/observability.ts';
import { Reports } from './constructs/reports.ts';
import { Sandbox } from './constructs/sandbox.ts';
import { Telemetry } from './constructs/telemetry.ts';
import { WorkQueues } from './constructs/work-queues.ts';
import { ImprovementCycle } from './constructs/workflows/improvement-cycle.ts';
import { Rollout } from './constructs/workflows/rollout.ts';

export interface KaizenStackProps extends StackProps {
  config: StageConfig;
  /** False: placeholders instead of the handlers' code. */
  bundle: boolean;
}

/** Everything of one stage. Only wiring: what a subsystem is made of is in its construct. */
export class KaizenStack extends Stack {
  constructor(scope: Construct, id: string, { config, bundle, ...props }: KaizenStackProps) {
    super(scope, id, { ...props, description: `Kaizen, stage ${config.stage}`, terminationProtection: config.retainData });

    const { key } = new Encryption(this, 'Encryption', { retainData: config.retainData });
    const tableKey = config.encryption === 'customer' ? key : null;
    const data = new Data(this, 'Data', { retainData: config.retainData, key: tableKey });
    const { topic } = new Notifications(this, 'Notifications', { key, email: config.notificationEmail });
    const { bucket: reports } = new Reports(this, 'Reports', { retainData: config.retainData, key: tableKey });
    const { queues, deadLetterQueues } = new WorkQueues(this, 'WorkQueues');

    const context: HandlerContext = {
      config,
      bundle,
      data,
      tableKeyArn: tableKey?.keyArn ?? null,
      topicArn: topic.topicArn,
      topicKeyArn: key.keyArn,
      reports,
      queues,
    };
    const telemetry = new Telemetry(this, 'Telemetry', { context, polls: queues.polls });
    new Detection(this, 'Detection', { context, findings: queues.findings });
    const report = new HandlerFunction(this, 'Report', { name: 'reporting/report', context });
    const sandbox = new Sandbox(this, 'Sandbox', { context });
    const rollout = new Rollout(this, 'Rollout', { context, report });
    const { stateMachine: improvementCycle } = new ImprovementCycle(this, 'ImprovementCycle', {
      context,
      report,
      rollout: rollout.stateMachine,
      sandboxArn: sandbox.functionArn,
    });
    const schedules = new CycleSchedules(this, 'CycleSchedules', { config, improvementCycle });
    const emergency = new Emergency(this, 'Emergency', { context, improvementCycle });

    new Observability(this, 'Observability', {
      config,
      topic,
      polls: queues.polls,
      improvementCycle,
      rollout: rollout.stateMachine,
      deadLetterQueues: {
        Telemetry: telemetry.deadLetterQueue,
        Polls: deadLetterQueues.polls,
        Findings: deadLetterQueues.findings,
        Rollout: rollout.deadLetterQueue,
        CycleSchedules: schedules.deadLetterQueue,
        Emergency: emergency.deadLetterQueue,
      },
    });
  }
}
