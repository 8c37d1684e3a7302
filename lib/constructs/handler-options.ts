import type { HandlerName } from '../../lambdas/shared/contract/names.ts';
import { SANDBOX_MEMORY_MB } from '../../lambdas/shared/contract/sandbox-job.ts';

export interface ExtraFiles {
  /** Folder of the repository, and a pattern for the names in it. */
  from: string;
  pattern: RegExp;
  /** Folder beside the bundle; absent: right beside it. */
  to?: string;
}

export interface HandlerOptions {
  memoryMb: number;
  timeoutSeconds: number;
  /** Space in /tmp; absent: Lambda's 512 MB. */
  ephemeralMb?: number;
  /** The most that run at a time; absent: as many as the account allows. */
  reservedConcurrency?: number;
  /** Files laid beside the bundle. */
  extraFiles?: readonly ExtraFiles[];
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
  'generation/generate': { memoryMb: MEDIUM_MB, timeoutSeconds: 60 },
  // Carries a compiler, and waits for the sandbox: for the tests, then for the replays.
  'validation/validate': {
    memoryMb: ONE_CPU_MB,
    timeoutSeconds: 240,
    // The compiler reads the standard library's types from files beside itself.
    extraFiles: [{ from: 'node_modules/typescript-api/lib', pattern: /^lib(\..+)?\.d\.ts$/ }],
  },
  // Its own limits for what it runs are below these: what goes beyond them ends in a result, and not with the function.
  'validation/sandbox': {
    memoryMb: SANDBOX_MEMORY_MB,
    timeoutSeconds: 120,
    ephemeralMb: 1024,
    // One a validation at a time, and three validations in a cycle (workflows/improvement-cycle.ts).
    reservedConcurrency: 3,
    // What runs beside the foreign code is no part of the bundle: it is written into each sandbox (shared/adapters/sandbox/inside-files.ts).
    extraFiles: [
      { from: 'lambdas/shared/adapters/sandbox/inside', pattern: /\.ts$/, to: 'inside' },
      { from: 'lambdas/shared/replay', pattern: /\.ts$/, to: 'inside' },
    ],
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
