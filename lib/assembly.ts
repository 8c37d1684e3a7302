import {
  HANDLER_METADATA,
  HANDLERS,
  WORKFLOW_METADATA,
  WORKFLOWS,
  type HandlerName,
  type TableName,
  type WorkflowName,
} from '../lambdas/shared/contract/names.ts';
import { resolveIntrinsics, type References } from './resolve-intrinsics.ts';
import { TABLE_METADATA } from './table-metadata.ts';
import { property, type Resource, type Template } from './template.ts';

/** A state, as far as an embedded run must know it; the rest is for the interpreter. */
export interface AslState {
  Type: string;
  Resource?: string;
  Parameters?: Record<string, unknown>;
  Seconds?: number;
  Retry?: { ErrorEquals: string[]; IntervalSeconds?: number; MaxAttempts?: number }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string | null }[];
  ItemProcessor?: AslDefinition;
  Branches?: AslDefinition[];
}
export interface AslDefinition {
  StartAt: string;
  States: Record<string, AslState>;
}

/** What a Task state runs: one of our Lambda functions, or an execution of another workflow that it starts. */
export type TaskBinding = { handler: HandlerName } | { startsWorkflow: WorkflowName };

export interface AssembledTable {
  role: TableName;
  /** What handlers read in their environment. */
  name: string;
  keys: { partition: string; sort: string };
}

/** A synthesised stack, as the embedded cloud needs it. */
export interface Assembly {
  workflows: Record<WorkflowName, AslDefinition>;
  /** By the name of the Task state, those inside of Map and Parallel states too. */
  taskHandlers: Record<WorkflowName, Record<string, TaskBinding>>;
  handlers: Record<HandlerName, { environment: Record<string, string>; memoryMb: number }>;
  tables: AssembledTable[];
}

/** Where the embedded cloud stands. */
const EMBEDDED = { partition: 'aws', region: 'embedded', account: '000000000000' } as const;
const PSEUDO = { 'AWS::Partition': EMBEDDED.partition, 'AWS::Region': EMBEDDED.region, 'AWS::AccountId': EMBEDDED.account };
const START_EXECUTION = 'arn:aws:states:::states:startExecution';

const arn = (service: string, resource: string): string =>
  `arn:${EMBEDDED.partition}:${service}:${EMBEDDED.region}:${EMBEDDED.account}:${resource}`;

/** ARN of a handler's function in the embedded cloud. */
export const embeddedFunctionArn = (handler: HandlerName): string => arn('lambda', `function:${handler.replace('/', '-')}`);
/** ARN of a workflow's state machine in the embedded cloud. */
export const embeddedWorkflowArn = (workflow: WorkflowName): string => arn('states', `stateMachine:${workflow}`);
const embeddedTopicArn = (logicalId: string): string => arn('sns', logicalId);
const embeddedQueueUrl = (logicalId: string): string => `https://sqs.${EMBEDDED.region}.invalid/${EMBEDDED.account}/${logicalId}`;
const embeddedBucketName = (logicalId: string): string => logicalId.toLowerCase();
const embeddedTableName = (table: TableName): string => `kaizen-${table}`;

function oneOf<T extends string>(names: readonly T[], found: unknown, logicalId: string): T {
  if (!names.includes(found as T)) throw new Error(`${logicalId} is named ${JSON.stringify(found)}; expected one of ${names.join(', ')}`);
  return found as T;
}

const handlerOf = (id: string, { Metadata }: Resource): HandlerName => oneOf(HANDLERS, Metadata?.[HANDLER_METADATA], id);
const workflowOf = (id: string, { Metadata }: Resource): WorkflowName => oneOf(WORKFLOWS, Metadata?.[WORKFLOW_METADATA], id);
const tableOf = ({ Metadata }: Resource): TableName => Metadata?.[TABLE_METADATA] as TableName;

function reference(id: string, resource: Resource): References[string] | null {
  switch (resource.Type) {
    case 'AWS::Lambda::Function':
      return { ref: handlerOf(id, resource).replace('/', '-'), attributes: { Arn: embeddedFunctionArn(handlerOf(id, resource)) } };
    case 'AWS::StepFunctions::StateMachine':
      return {
        ref: embeddedWorkflowArn(workflowOf(id, resource)),
        attributes: { Arn: embeddedWorkflowArn(workflowOf(id, resource)), Name: workflowOf(id, resource) },
      };
    case 'AWS::DynamoDB::Table':
      return { ref: embeddedTableName(tableOf(resource)), attributes: {} };
    case 'AWS::SQS::Queue':
      return { ref: embeddedQueueUrl(id), attributes: { Arn: arn('sqs', id) } };
    case 'AWS::S3::Bucket':
      return { ref: embeddedBucketName(id), attributes: { Arn: `arn:${EMBEDDED.partition}:s3:::${embeddedBucketName(id)}` } };
    case 'AWS::SNS::Topic':
      return { ref: embeddedTopicArn(id), attributes: {} };
    default:
      return null;
  }
}

const nested = ({ ItemProcessor, Branches = [] }: AslState): AslDefinition[] =>
  ItemProcessor === undefined ? Branches : [ItemProcessor, ...Branches];

/** Every state of a definition, those inside of Map and Parallel states too. */
export function allStates({ States }: AslDefinition): [string, AslState][] {
  const own = Object.entries(States);
  return own.concat(own.flatMap(([, state]) => nested(state).flatMap(allStates)));
}

function bindingOf(state: string, { Resource: resource, Parameters: parameters }: AslState): TaskBinding {
  const handler = HANDLERS.find((name) => embeddedFunctionArn(name) === resource);
  if (handler !== undefined) return { handler };
  const workflow = WORKFLOWS.find((name) => embeddedWorkflowArn(name) === parameters?.['StateMachineArn']);
  if (resource === START_EXECUTION && workflow !== undefined) return { startsWorkflow: workflow };
  throw new Error(`state ${state} runs ${resource ?? 'nothing'}, which is neither a handler nor the start of a workflow`);
}

/**
 * Reads a synthesised template: the state machines with every reference resolved to the embedded cloud's names, and what their
 * Task states, the handlers and the tables are. Knows no state, handler or table by itself: what the stack has is what comes
 * out. Throws when the template holds something that could not be run.
 */
export function readAssembly(template: Template): Assembly {
  const resources = Object.entries(template.Resources);
  const references: References = Object.fromEntries(
    resources.flatMap(([id, resource]) => {
      const found = reference(id, resource);
      return found === null ? [] : [[id, found]];
    }),
  );
  const resolve = (value: unknown): unknown => resolveIntrinsics(value, references, PSEUDO);
  const ofType = (type: string) => resources.filter(([, resource]) => resource.Type === type);

  const workflows = Object.fromEntries(
    ofType('AWS::StepFunctions::StateMachine').map(([id, resource]) => [
      workflowOf(id, resource),
      JSON.parse(resolve(property(id, resource, 'DefinitionString')) as string) as AslDefinition,
    ]),
  ) as Assembly['workflows'];
  const handlers = Object.fromEntries(
    ofType('AWS::Lambda::Function').map(([id, resource]) => [
      handlerOf(id, resource),
      {
        environment: resolve(property<{ Variables: unknown }>(id, resource, 'Environment').Variables) as Record<string, string>,
        memoryMb: property<number>(id, resource, 'MemorySize'),
      },
    ]),
  ) as Assembly['handlers'];
  const tables = ofType('AWS::DynamoDB::Table').map(([id, resource]): AssembledTable => {
    const schema = property<{ AttributeName: string; KeyType: 'HASH' | 'RANGE' }[]>(id, resource, 'KeySchema');
    const key = (type: 'HASH' | 'RANGE') => schema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? '';
    return { role: tableOf(resource), name: embeddedTableName(tableOf(resource)), keys: { partition: key('HASH'), sort: key('RANGE') } };
  });
  const missing = [
    ...HANDLERS.filter((name) => handlers[name] === undefined),
    ...WORKFLOWS.filter((name) => workflows[name] === undefined),
  ];
  if (missing.length > 0) throw new Error(`the template has no ${missing.join(', ')}`);

  const taskHandlers = Object.fromEntries(
    Object.entries(workflows).map(([workflow, definition]) => [
      workflow,
      Object.fromEntries(allStates(definition).flatMap(([name, state]) => (state.Type === 'Task' ? [[name, bindingOf(name, state)]] : []))),
    ]),
  ) as Assembly['taskHandlers'];
  return { workflows, taskHandlers, handlers, tables };
}
