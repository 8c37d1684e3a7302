import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { SubnetType, type ISecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Runtime, Tracing, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat, type BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HANDLER_METADATA, type HandlerName, type QueueName } from '../../lambdas/shared/contract/names.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import type { Data } from './data.ts';
import { checkEnvironmentSize, handlerEnvironment } from './environment.ts';
import { HANDLER_OPTIONS, type ExtraFiles, type HandlerOptions } from './handler-options.ts';
import { PERMISSIONS } from './permissions.ts';
import { functionName } from './resource-names.ts';
import { grantsFor } from './statements.ts';

/** What every handler of a stack shares. */
export interface HandlerContext {
  config: StageConfig;
  /** False: a placeholder instead of the code, for reading the template without esbuild. */
  bundle: boolean;
  data: Data;
  tableKeyArn: string | null;
  topicArn: string;
  topicKeyArn: string;
  reports: Bucket;
  queues: Record<QueueName, IQueue>;
}

/** A network that nothing leaves. */
export interface ClosedNetwork {
  vpc: IVpc;
  securityGroup: ISecurityGroup;
}

interface HandlerFunctionProps {
  name: HandlerName;
  context: HandlerContext;
  /** For handlers that are invoked by events. */
  deadLetterQueue?: IQueue;
  /** The state machine, for handlers that start one. */
  startedArn?: string;
  /** For handlers that have log groups send their lines, where the stage wants that. */
  logReceiverArn?: string;
  /** The function that runs untrusted code, for the handler that uses it. */
  sandboxArn?: string;
  /** Where the function is shut in, for the one that runs it. */
  network?: ClosedNetwork;
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/** CommonJS dependencies call `require` and read `__filename`, which ES modules don't have. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  "import { dirname as __pathDirname } from 'node:path';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __pathDirname(__filename);',
].join('');

/**
 * The sketch library requires it inside of the two functions that write and read its protobuf form, which nothing calls: it is not even
 * installed.
 */
const NEVER_LOADED = ['protobufjs/minimal'];

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Commands that lay the files beside the bundle. */
function copyCommands({ from, pattern, to }: ExtraFiles, output: string): string[] {
  const source = path.join(ROOT, from);
  const target = to === undefined ? output : path.join(output, to);
  const files = readdirSync(source).filter((file) => pattern.test(file));
  return [`mkdir -p ${quote(target)}`, ['cp', ...files.map((file) => quote(path.join(source, file))), quote(target)].join(' ')];
}

function bundling({ extraFiles, externals }: HandlerOptions): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    minify: true,
    sourceMap: true,
    sourcesContent: false,
    mainFields: ['module', 'main'],
    banner: BANNER,
    externalModules: [...NEVER_LOADED, ...(externals ?? [])],
    // The SDK of the runtime differs by region and day; ours is the one that was tested.
    bundleAwsSDK: true,
    esbuildArgs: { '--alias:@aws-sdk/credential-provider-node': path.join(ROOT, 'lib/bundle/lambda-credentials.ts') },
    ...(extraFiles === undefined
      ? {}
      : {
          commandHooks: {
            beforeBundling: () => [],
            beforeInstall: () => [],
            afterBundling: (_input: string, output: string) => extraFiles.flatMap((files) => copyCommands(files, output)),
          },
        }),
  };
}

/** One handler: its function, its log group and its role, which holds what permissions.ts says and nothing else. */
export class HandlerFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { name, context, deadLetterQueue, startedArn, logReceiverArn, sandboxArn, network } = props;
    const { config, bundle, data } = context;
    const options = HANDLER_OPTIONS[name];
    const permissions = PERMISSIONS[name];
    if ((permissions.deadLetters === true) !== (deadLetterQueue !== undefined))
      throw new Error(`${name}: permissions.ts and the wiring disagree about a dead-letter queue`);
    if ((permissions.starts === undefined) !== (startedArn === undefined))
      throw new Error(`${name}: permissions.ts and the wiring disagree about starting a workflow`);
    if ((permissions.subscribesLogs === true && config.telemetry.logSubscriptions) !== (logReceiverArn !== undefined))
      throw new Error(`${name}: permissions.ts, the config and the wiring disagree about log subscriptions`);
    if ((permissions.usesSandbox === true) !== (sandboxArn !== undefined) || (permissions.isolated === true) !== (network !== undefined))
      throw new Error(`${name}: permissions.ts and the wiring disagree about the sandbox`);

    const functionNameHere = functionName(config.stage, name);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionNameHere}`,
      retention: config.logRetentionDays,
      // What must outlive the stack is in the audit table; a log group that stayed would block the next deployment by its name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const grants = grantsFor(permissions, {
      stack: Stack.of(this),
      stage: config.stage,
      functionName: functionNameHere,
      tables: mapTables(data, (table) => table.tableArn),
      tableKeyArn: context.tableKeyArn,
      topicArn: context.topicArn,
      topicKeyArn: context.topicKeyArn,
      reportsBucketArn: context.reports.bucketArn,
      logGroupArn: logGroup.logGroupArn,
      logSubscriptions: config.telemetry.logSubscriptions,
      sourceBuckets: config.sourceBuckets,
      queueArns: mapQueues(context.queues, (queue) => queue.queueArn),
      ...(sandboxArn === undefined ? {} : { sandboxArn }),
      ...(startedArn === undefined ? {} : { startedArn }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueueArn: deadLetterQueue.queueArn }),
    });
    const role = new Role(this, 'Role', {
      description: `${functionNameHere}: what this handler may do`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Handler: new PolicyDocument({ statements: grants.map((grant) => grant.statement) }) },
    });
    acknowledgeWildcards(role, grants);

    const environment = handlerEnvironment(permissions, {
      config,
      tableNames: mapTables(data, (table) => table.tableName),
      topicArn: context.topicArn,
      reportsBucket: context.reports.bucketName,
      queueUrls: mapQueues(context.queues, (queue) => queue.queueUrl),
      startedArn,
      logReceiverArn,
      sandboxArn,
    });
    checkEnvironmentSize(name, environment, Object.keys(config.tenants).length);

    const entry = path.join(ROOT, 'lambdas', `${name}.handler.ts`);
    if (bundle && !existsSync(entry)) throw new Error(`${name} has no handler file at lambdas/${name}.handler.ts`);
    this.function = new NodejsFunction(this, 'Function', {
      functionName: functionNameHere,
      description: `Kaizen ${config.stage}: ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: options.memoryMb,
      timeout: Duration.seconds(options.timeoutSeconds),
      ...(options.ephemeralMb === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(options.ephemeralMb) }),
      ...(options.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: options.reservedConcurrency }),
      ...(network === undefined
        ? {}
        : { vpc: network.vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, securityGroups: [network.securityGroup] }),
      environment,
      // Without updates: constructs that use the function can't widen its role.
      role: role.withoutPolicyUpdates(),
      logGroup,
      // A trace is a call to the outside.
      tracing: network === undefined ? Tracing.ACTIVE : Tracing.DISABLED,
      awsSdkConnectionReuse: false,
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
      ...(bundle
        ? { entry, projectRoot: ROOT, depsLockFilePath: path.join(ROOT, 'package-lock.json'), bundling: bundling(options) }
        : { code: Code.fromInline('// The template only: synthesised without bundling.'), handler: 'index.handler' }),
    });
    (this.function.node.defaultChild as CfnFunction).addMetadata(HANDLER_METADATA, name);
  }
}

function mapQueues({ polls, findings }: HandlerContext['queues'], pick: (queue: IQueue) => string): Record<QueueName, string> {
  return { polls: pick(polls), findings: pick(findings) };
}

function mapTables(data: Data, pick: (table: Data['tables']['audit']) => string): Record<keyof Data['tables'], string> {
  const { baselines, opportunities, audit, control } = data.tables;
  return { baselines: pick(baselines), opportunities: pick(opportunities), audit: pick(audit), control: pick(control) };
}
