import { RemovalPolicy, type Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
  type CfnStateMachine,
  type IChainable,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { WORKFLOW_METADATA, type WorkflowName } from '../../../lambdas/shared/contract/names.ts';
import type { StageConfig } from '../../config/stage-config.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { HandlerFunction } from '../handler-function.ts';
import { namePrefix } from '../resource-names.ts';
import type { Grant } from '../grant.ts';

interface WorkflowProps {
  name: WorkflowName;
  config: StageConfig;
  definition: IChainable;
  timeout: Duration;
  /** The handlers that its states invoke. */
  handlers: readonly HandlerFunction[];
  /** The machine that one of its states starts. */
  starts?: StateMachine;
}

/**
 * A standard state machine with its log, its traces and a role that may invoke exactly its own handlers. Log entries leave
 * out the states' data: it is in the tables, under their key.
 */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { name, config, definition, timeout, handlers, starts }: WorkflowProps) {
    super(scope, id);
    const stateMachineName = `${namePrefix(config.stage)}${name}`;
    const grants: Grant[] = [
      {
        statement: new PolicyStatement({
          sid: 'InvokeHandlers',
          actions: ['lambda:InvokeFunction'],
          resources: handlers.map((handler) => handler.function.functionArn),
        }),
      },
      ...(starts === undefined
        ? []
        : [
            {
              statement: new PolicyStatement({
                sid: 'StartRollouts',
                actions: ['states:StartExecution'],
                resources: [starts.stateMachineArn],
              }),
            },
          ]),
      {
        statement: new PolicyStatement({
          sid: 'DeliverLog',
          // The list that Step Functions' guide gives for logging; it checks them when the machine is created.
          actions: [
            'logs:CreateLogDelivery',
            'logs:GetLogDelivery',
            'logs:UpdateLogDelivery',
            'logs:DeleteLogDelivery',
            'logs:ListLogDeliveries',
            'logs:PutResourcePolicy',
            'logs:DescribeResourcePolicies',
            'logs:DescribeLogGroups',
          ],
          resources: ['*'],
        }),
        wildcardReason: 'the log delivery actions have no resource-level permissions',
      },
      {
        statement: new PolicyStatement({
          sid: 'Trace',
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
          resources: ['*'],
        }),
        wildcardReason: 'the X-Ray actions have no resource-level permissions',
      },
    ];
    const role = new Role(this, 'Role', {
      description: `${stateMachineName}: what the state machine may do`,
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: { Workflow: new PolicyDocument({ statements: grants.map((grant) => grant.statement) }) },
    });
    acknowledgeWildcards(role, grants);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(definition),
      timeout,
      // Without updates: tasks would add every version and alias of their function.
      role: role.withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          // Groups under /aws/vendedlogs/ don't count against the size limit of the log resource policy.
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: config.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    (this.stateMachine.node.defaultChild as CfnStateMachine).addMetadata(WORKFLOW_METADATA, name);
  }
}
