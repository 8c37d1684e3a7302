import type { HandlerName } from '../contract/names.ts';

/**
 * State transitions of Step Functions that one invocation of a handler stands for: its own state, and those without a
 * handler that the execution passes on the way to it or from it (choices, waits, the map, the start of a rollout, the end).
 */
export const TRANSITIONS: Readonly<Record<HandlerName, number>> = {
  'telemetry/dispatch': 0,
  'telemetry/poll': 0,
  'telemetry/receive-logs': 0,
  'telemetry/ingest': 0,
  'analysis/detect': 0,
  // Collect, Proceed?
  'telemetry/collect': 2,
  // Analyse, ImproveEach
  'analysis/analyse': 2,
  // Generate, proceed?
  'generation/generate': 2,
  // Validate, next?, StartRollout, ItemDone
  'validation/validate': 4,
  'validation/sandbox': 0,
  // Deploy, started?
  'rollout/deploy': 2,
  // WaitMinute, Judge, decision
  'rollout/judge': 3,
  'rollout/step': 1,
  // Promote, promoted?
  'rollout/promote': 2,
  'rollout/roll-back': 1,
  'rollout/decide': 0,
  // ReportCycle or ReportRollout, and the end of the execution
  'reporting/report': 2,
  // Alert, Fail
  'reporting/alert': 2,
  'learning/learn': 1,
  'remediation/emergency': 0,
};
