import * as z from 'zod';
import { fraction, time } from './units.ts';

// Failures that repeat, what they are, and what helped against them.

/** What a failure is about, for people and for the choice of a remedy. */
export const FAILURE_CATEGORIES = [
  'dependency',
  'timeout',
  'oom',
  'network',
  'database',
  'permission',
  'throttling',
  'validation',
  'integration',
  'code',
] as const;
export const FailureCategory = z.enum(FAILURE_CATEGORIES);
export type FailureCategory = z.infer<typeof FailureCategory>;

/**
 * What stays of a failure from one deployment to the next: the exception's type, its message without what varies, and the top frames of
 * the service's own code without lines, hashes and the names that bundlers give.
 */
export const Fingerprint = z.object({
  /** 16 hexadecimal digits, of the three below. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  type: z.string(),
  /** Message with `<*>` and the like where it varies; without secrets. */
  template: z.string(),
  /** `function (file)`, innermost first; none when the log held no stack. */
  frames: z.array(z.string()).max(3),
});
export type Fingerprint = z.infer<typeof Fingerprint>;

export const CORRELATION_KINDS = ['deployment', 'configuration', 'upstream', 'hour', 'metric'] as const;

/** What goes with a cluster, and on what evidence. It says that they go together, not that one is the cause. */
export const Correlation = z.object({
  kind: z.enum(CORRELATION_KINDS),
  /** A sentence with its figures. */
  summary: z.string(),
  /** 0: as chance has it, 1: always together. How it is measured is said in `method`. */
  strength: fraction,
  method: z.string(),
  figures: z.record(z.string(), z.number()),
});
export type Correlation = z.infer<typeof Correlation>;

/** How a cluster's rate moves. `unknown`: too few failures or hours to say. */
export const TRENDS = ['new', 'rising', 'steady', 'falling', 'gone', 'unknown'] as const;
export const Trend = z.enum(TRENDS);
export type Trend = z.infer<typeof Trend>;

/** Failures of one fingerprint on one target, over all cycles. */
export const FailureCluster = z.object({
  /** Of target and fingerprint: the same whenever it is found. */
  id: z.string(),
  tenant: z.string(),
  target: z.string(),
  fingerprint: Fingerprint,
  /** The frame of the service's own code in which it happened, as the newest occurrence has it (`file:line`, so people can go there); null: no stack. */
  location: z.string().nullable(),
  category: FailureCategory,
  /** The failure pattern that it is an example of; null: none known. */
  patternId: z.string().nullable(),
  count: z.int().positive(),
  firstSeen: time,
  lastSeen: time,
  /** Failures before this time are counted; a window that overlaps the last one counts the rest only. */
  countedUntil: time,
  /** By hour of the clock, ascending, hours without any left out; the newest week. */
  hours: z.array(z.object({ hour: time, count: z.int().positive() })).max(168),
  /** By the version that failed, oldest first; the newest twenty. */
  versions: z.array(z.object({ version: z.string(), firstSeen: time, count: z.int().positive() })).max(20),
  /** The deployment that it came with; null: it was there before, or nobody knows. */
  newSince: z.object({ version: z.string(), at: time }).nullable(),
  trend: Trend,
  /** Strongest first. */
  correlations: z.array(Correlation).max(10),
  /** The newest message, without secrets. */
  example: z.string(),
  revision: z.int().nonnegative(),
});
export type FailureCluster = z.infer<typeof FailureCluster>;

/**
 * One thing to do about a failure. `{name}` in `words` and `command` stands for what the pattern reads out of the line (`{host}`,
 * `{module}`, …) or for what is known of the target (`{target}`); a placeholder without a value is shown as `<name>`.
 */
export const Solution = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  words: z.string().min(1),
  command: z.string().nullable(),
});
export type Solution = z.infer<typeof Solution>;

/** How often a solution was followed by the failure's end, and how often not: the beta posterior's counts. */
export const Effectiveness = z.object({
  solutionId: z.string(),
  helped: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Keys of what was counted (an improvement, a person's feedback), newest last: each counts once. */
  counted: z.array(z.string()).max(200),
});
export type Effectiveness = z.infer<typeof Effectiveness>;

/** What a tenant knows of a failure pattern: how often it was met, what helped; and, when the tenant's own failures taught it, what it is. */
export const KnownPattern = z.object({
  /** A built-in pattern's id, or `learned-<fingerprint id>`. */
  id: z.string().regex(/^[a-z0-9-]{1,80}$/),
  tenant: z.string(),
  /** Null: built in; what it is stands in the code. */
  learned: z
    .object({
      category: FailureCategory,
      title: z.string(),
      description: z.string(),
      fingerprint: Fingerprint,
      solutions: z.array(Solution).max(20),
    })
    .nullable(),
  occurrences: z.int().nonnegative(),
  firstSeen: time,
  lastSeen: time,
  /** Where it was met, newest last. */
  targets: z.array(z.string()).max(50),
  effectiveness: z.array(Effectiveness).max(30),
  revision: z.int().nonnegative(),
});
export type KnownPattern = z.infer<typeof KnownPattern>;
