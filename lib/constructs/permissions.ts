import type { HandlerName, QueueName, TableName, WorkflowName } from '../../lambdas/shared/contract/names.ts';

/**
 * read: get and query; append: also put; write: also update; release: also delete (locks). Each holds the ones before it. rewrite: put and
 * delete, and no update: the stores of baselines and of the registry, which set aside or remove what they can't read, by whomever it is read.
 */
export type TableAccess = 'read' | 'append' | 'write' | 'release' | 'rewrite';

/**
 * What a handler may do with the managed functions. read: read their configuration and code (Lambda's GetFunction gives both, and
 * the tags); shift: also move the alias; restore: also bring the unpublished state back; publish: also publish a new version. Each holds
 * the ones before it.
 */
export type TargetAccess = 'read' | 'shift' | 'restore' | 'publish';

export interface Permissions {
  tables: Partial<Record<TableName, TableAccess>>;
  /** Finds the managed functions by their tag, and sees nothing else of them. */
  discovers?: true;
  targets?: TargetAccess;
  /** CloudWatch figures of the managed functions. */
  metrics?: true;
  /** Logs of the managed functions. */
  logs?: true;
  /** Has the log groups of the managed functions send their lines to telemetry/receive-logs, where the stage wants that. */
  subscribesLogs?: true;
  /** Sends to these queues. */
  sends?: readonly QueueName[];
  /** Gets the messages of this queue. */
  consumes?: QueueName;
  /** Reads what the tag kaizen:source names, in the stage's sourceBuckets. */
  sources?: true;
  /** Looks for what the tag kaizen:samples names, there too. */
  samples?: true;
  /** Has untrusted code run in validation/sandbox. */
  usesSandbox?: true;
  /** Runs untrusted code: its function is shut in, and its role allows it nothing, not even to write its own log. */
  isolated?: true;
  /** Publishes to the topic. */
  notifies?: true;
  /** Puts reports into their bucket, below its own stage. */
  keepsReports?: true;
  /** Starts executions of this workflow. */
  starts?: WorkflowName;
  /** Invoked by a schedule or an event, so that its failed events go to a dead-letter queue. */
  deadLetters?: true;
}

/**
 * What each handler may do, and nothing else: its role is made from this table alone; a test holds it beside the ports that the
 * handlers build. A handler that belongs to a cycle writes the opportunities table, where its metered calls are added to the
 * cycle's bill.
 */
export const PERMISSIONS: Record<HandlerName, Permissions> = {
  // The registry is in the baselines table.
  'telemetry/dispatch': {
    tables: { baselines: 'rewrite', control: 'write' },
    discovers: true,
    subscribesLogs: true,
    sends: ['polls'],
    deadLetters: true,
  },
  // Log batches are in the control table; improvements say which rollout is under way.
  'telemetry/poll': {
    tables: { opportunities: 'read', baselines: 'rewrite', control: 'read' },
    targets: 'read',
    metrics: true,
    logs: true,
    sends: ['findings'],
    consumes: 'polls',
  },
  // Its input is whatever functions write into their logs: it reaches two tables and nothing else.
  'telemetry/receive-logs': { tables: { baselines: 'rewrite', control: 'append' }, deadLetters: true },
  'telemetry/ingest': { tables: { baselines: 'rewrite', control: 'write' }, deadLetters: true },
  'telemetry/collect': {
    tables: { opportunities: 'write', baselines: 'rewrite', audit: 'append', control: 'read' },
    discovers: true,
    targets: 'read',
    metrics: true,
    logs: true,
    sends: ['findings'],
  },
  'analysis/detect': {
    tables: { opportunities: 'write', baselines: 'rewrite', audit: 'append', control: 'release' },
    notifies: true,
    consumes: 'findings',
  },
  'analysis/analyse': {
    tables: { opportunities: 'write', baselines: 'rewrite', audit: 'append', control: 'read' },
    targets: 'read',
    metrics: true,
    logs: true,
  },
  'generation/generate': { tables: { opportunities: 'write', audit: 'append', control: 'read' }, targets: 'read' },
  'validation/validate': {
    tables: { opportunities: 'write', audit: 'append', control: 'read' },
    targets: 'read',
    sources: true,
    samples: true,
    usesSandbox: true,
  },
  'validation/sandbox': { tables: {}, isolated: true },
  // Wakes the target in the registry, so that telemetry watches the rollout from its first minute.
  'rollout/deploy': {
    tables: { opportunities: 'write', baselines: 'rewrite', audit: 'append', control: 'release' },
    targets: 'publish',
    metrics: true,
    notifies: true,
  },
  'rollout/judge': {
    tables: { opportunities: 'write', audit: 'append', control: 'append' },
    targets: 'read',
    metrics: true,
    notifies: true,
  },
  'rollout/step': { tables: { opportunities: 'write', audit: 'append', control: 'read' }, targets: 'shift' },
  'rollout/promote': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'shift',
    metrics: true,
    logs: true,
    notifies: true,
  },
  // Takes back what a publication that broke off left in the unpublished state.
  'rollout/roll-back': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'restore',
    metrics: true,
    logs: true,
    notifies: true,
    deadLetters: true,
  },
  // A person's word on an improvement: starts its rollout, or takes back what was deployed.
  'rollout/decide': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'restore',
    metrics: true,
    logs: true,
    notifies: true,
    starts: 'rollout',
  },
  'reporting/report': {
    tables: { opportunities: 'write', baselines: 'rewrite', audit: 'append' },
    notifies: true,
    keepsReports: true,
  },
  'reporting/alert': { tables: { opportunities: 'write', audit: 'append' }, notifies: true },
  'learning/learn': { tables: { opportunities: 'write', audit: 'append', control: 'append' } },
  // Takes a recent change back at once: the alias of the function whose alarm went off.
  'remediation/emergency': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'shift',
    notifies: true,
    starts: 'improvement-cycle',
    deadLetters: true,
  },
};
