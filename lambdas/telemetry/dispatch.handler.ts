import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { cloudwatchLogSubscription } from '../shared/adapters/aws/log-subscription.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { sqsQueue } from '../shared/adapters/aws/work-queue.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoTargetRegistry } from '../shared/adapters/dynamo/target-registry.ts';
import { DispatchEnvironment } from '../shared/contract/environment.ts';
import { TelemetryTick } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { dispatch } from './dispatch.ts';

export const createHandler = defineHandler({ name: 'telemetry/dispatch', input: TelemetryTick, run: dispatch });

export const handler = createHandler(
  awsRuntime(DispatchEnvironment, ({ env, settings, meter, clock, dynamo }) => {
    const receiverArn = env.KAIZEN_LOG_RECEIVER_ARN;
    const { stage, logSamplingRate: samplingRate } = settings;
    return {
      clock,
      fleet: lambdaFleet({ meter }),
      registry: dynamoTargetRegistry({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
      control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
      queue: sqsQueue({ meter, urls: { polls: env.KAIZEN_POLL_QUEUE_URL } }),
      subscriptions: receiverArn === undefined ? null : cloudwatchLogSubscription({ meter, receiverArn, stage, samplingRate }),
    };
  }),
);
