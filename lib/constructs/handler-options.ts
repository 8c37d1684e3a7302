import { MODEL_SECONDS } from '../../lambdas/shared/contract/model-limits.ts';
import type { HandlerName } from '../../lambdas/shared/contract/names.ts';

export interface HandlerOptions {
  memoryMb: number;
  timeoutSeconds: number;
  /** Space in /tmp; absent: Lambda's 512 MB. */
  ephemeralMb?: number;
  /** Files laid beside the bundle: a folder of node_modules and a pattern for the names in it. */
  extraFiles?: { from: string; pattern: RegExp };
  /** Packages that the bundle leaves out; they must then come by `extraFiles` or the runtime. */
  externals?: readonly string[];
}

/** Memory also buys CPU: 1769 MB is one whole vCPU (Lambda developer guide, "Memory and computing power"). */
const ONE_CPU_MB = 1769;
/** A third of a CPU is plenty for handlers that wait for AWS; below it, cold starts get slow. */
const SMALL_MB = 512;
const MEDIUM_MB = 1024;

/** Waits for nothing but a few calls, each retried by the SDK within seconds. */
const QUICK: HandlerOptions = { memoryMb: SMALL_MB, timeoutSeconds: 60 };

/** Size of each handler. */
export const HANDLER_OPTIONS: Record<HandlerName, HandlerOptions> = {
  // Reads the whole registry: 10,000 records of a fleet are some 10 MB. Discovery is 100 pages of tags for them.
  'telemetry/dispatch': { memoryMb: MEDIUM_MB, timeoutSeconds: 120 },
  'telemetry/poll': { memoryMb: MEDIUM_MB, timeoutSeconds: 120 },
  'telemetry/receive-logs': QUICK,
  'telemetry/ingest': QUICK,
  'telemetry/collect': { memoryMb: MEDIUM_MB, timeoutSeconds: 120 },
  'analysis/detect': QUICK,
  'analysis/analyse': { memoryMb: MEDIUM_MB, timeoutSeconds: 120 },
  // A minute of its own beside the longest wait for a model; without one it is done in seconds.
  'generation/generate': { memoryMb: MEDIUM_MB, timeoutSeconds: MODEL_SECONDS + 60 },
  // Carries a compiler, and runs the target's own tests in a child process.
  'validation/validate': {
    memoryMb: ONE_CPU_MB,
    timeoutSeconds: 120,
    ephemeralMb: 1024,
    // The compiler reads the standard library's types from files beside itself.
    extraFiles: { from: 'typescript-api/lib', pattern: /^lib(\..+)?\.d\.ts$/ },
  },
  // Publishing waits until Lambda has the new version ready, twice: once to publish, once to restore $LATEST.
  'rollout/deploy': { memoryMb: SMALL_MB, timeoutSeconds: 180 },
  'rollout/judge': QUICK,
  'rollout/step': QUICK,
  'rollout/promote': QUICK,
  'rollout/roll-back': QUICK,
  'rollout/decide': QUICK,
  'reporting/report': QUICK,
  'reporting/alert': QUICK,
  'learning/learn': QUICK,
  'remediation/emergency': QUICK,
};
