import type { HandlerName, TableName } from '../../lambdas/shared/contract/names.ts';

/** read: get and query; append: also put; write: also update; release: also delete (locks). Each holds the ones before it. */
export type TableAccess = 'read' | 'append' | 'write' | 'release';

/**
 * What a handler may do with the managed functions. read: find them and read their configuration and code (Lambda's GetFunction
 * gives both, and the tags); shift: also move the alias; publish: also publish a new version. Each holds the ones before it.
 */
export type TargetAccess = 'read' | 'shift' | 'publish';

export interface Permissions {
  tables: Partial<Record<TableName, TableAccess>>;
  targets?: TargetAccess;
  /** CloudWatch figures of the managed functions. */
  metrics?: true;
  /** Logs of the managed functions. */
  logs?: true;
  /** Publishes to the topic. */
  notifies?: true;
  /** Starts an improvement cycle. */
  startsCycle?: true;
  /** Invoked by a schedule or an event, so that its failed events go to a dead-letter queue. */
  deadLetters?: true;
}

/**
 * What each handler may do, and nothing else: its role is made from this table alone; a test holds it beside the ports that the
 * handlers build. A handler that belongs to a cycle writes the opportunities table, where its metered calls are added to the
 * cycle's bill.
 */
export const PERMISSIONS: Record<HandlerName, Permissions> = {
  'telemetry/ingest': {
    tables: { baselines: 'append', control: 'write' },
    targets: 'read',
    metrics: true,
    logs: true,
    deadLetters: true,
  },
  'telemetry/collect': {
    tables: { opportunities: 'write', baselines: 'append', audit: 'append', control: 'read' },
    targets: 'read',
    metrics: true,
    logs: true,
  },
  'analysis/analyse': {
    tables: { opportunities: 'write', baselines: 'read', audit: 'append', control: 'read' },
    targets: 'read',
    metrics: true,
    logs: true,
  },
  'generation/generate': { tables: { opportunities: 'write', audit: 'append', control: 'read' }, targets: 'read' },
  'validation/validate': { tables: { opportunities: 'write', audit: 'append', control: 'read' }, targets: 'read' },
  'rollout/deploy': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'publish',
    metrics: true,
    notifies: true,
  },
  'rollout/judge': {
    tables: { opportunities: 'write', audit: 'append', control: 'append' },
    targets: 'read',
    metrics: true,
  },
  'rollout/step': { tables: { opportunities: 'write', audit: 'append', control: 'read' }, targets: 'shift' },
  'rollout/promote': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'shift',
    metrics: true,
    logs: true,
    notifies: true,
  },
  'rollout/roll-back': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'shift',
    metrics: true,
    logs: true,
    notifies: true,
    deadLetters: true,
  },
  'reporting/report': { tables: { opportunities: 'write', audit: 'append' }, targets: 'read', notifies: true },
  'reporting/alert': { tables: { opportunities: 'write', audit: 'append' }, notifies: true },
  'learning/learn': { tables: { opportunities: 'write', audit: 'append', control: 'append' } },
  // Takes a recent change back at once: the alias of the function whose alarm went off.
  'remediation/emergency': {
    tables: { opportunities: 'write', audit: 'append', control: 'release' },
    targets: 'shift',
    notifies: true,
    startsCycle: true,
    deadLetters: true,
  },
};
