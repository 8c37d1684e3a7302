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
  type: z.string().max(300),
  /** Message with `<*>` and the like where it varies; without secrets. */
  template: z.string().max(2000),
  /** `function (file)`, innermost first; none when the log held no stack. */
  frames: z.array(z.string().max(500)).max(3),
});
export type Fingerprint = z.infer<typeof Fingerprint>;

export const CORRELATION_KINDS = ['deployment', 'configuration', 'upstream', 'hour', 'metric'] as const;

/** What goes with a cluster, and on what evidence. It says that they go together, not that one is the cause. */
export const Correlation = z.object({
  kind: z.enum(CORRELATION_KINDS),
  /** A sentence with its figures. */
  summary: z.string().max(1000),
  /** 0: as chance has it, 1: always together. How it is measured is said in `method`. */
  strength: fraction,
  method: z.string().max(1000),
  figures: z.record(z.string().max(60), z.number()).refine((figures) => Object.keys(figures).length <= 20, 'expected at most 20 figures'),
});
export type Correlation = z.infer<typeof Correlation>;

/** How a cluster's rate moves. `unknown`: too few failures or hours to say. */
export const TRENDS = ['new', 'rising', 'steady', 'falling', 'gone', 'unknown'] as const;
export const Trend = z.enum(TRENDS);
export type Trend = z.infer<typeof Trend>;

/**
 * Failures of one fingerprint on one target, over all cycles. Everything in it is bounded, since log text is as long as its writer wants and
 * an item holds 400 KB: the largest takes less than a quarter of that (test/lambdas/shared/adapters/dynamo/failure-records.test.ts).
 */
export const FailureCluster = z.object({
  /** Of target and fingerprint: the same whenever it is found. */
  id: z.string().max(160),
  tenant: z.string(),
  target: z.string().max(140),
  fingerprint: Fingerprint,
  /** The frame of the service's own code in which it happened, as the newest occurrence has it (`file:line`, so people can go there); null: no stack. */
  location: z.string().max(1000).nullable(),
  category: FailureCategory,
  /** The failure pattern that it is an example of; null: none known. */
  patternId: z.string().nullable(),
  count: z.int().positive(),
  /** How many of them are in a pattern's occurrences (shared/patterns/keep-patterns.ts); absent: none. */
  inPattern: z.int().nonnegative().optional(),
  firstSeen: time,
  lastSeen: time,
  /** Failures before this time are counted; a window that overlaps the last one counts the rest only. */
  countedUntil: time,
  /** By hour of the clock, ascending, hours without any left out; the newest 168 that have some, however old. */
  hours: z.array(z.object({ hour: time, count: z.int().positive() })).max(168),
  /** By the version that failed, oldest first; the newest twenty. */
  versions: z.array(z.object({ version: z.string().max(64), firstSeen: time, count: z.int().positive() })).max(20),
  /** The deployment that it came with; null: it was there before, or nobody knows. */
  newSince: z.object({ version: z.string().max(64), at: time }).nullable(),
  trend: Trend,
  /** Strongest first. */
  correlations: z.array(Correlation).max(10),
  /** The newest message, without secrets. */
  example: z.string().max(4000),
  revision: z.int().nonnegative(),
});
export type FailureCluster = z.infer<typeof FailureCluster>;

/**
 * One thing to do about a failure. `{name}` in `words` and `command` stands for what the pattern reads out of the line (`{host}`,
 * `{module}`, …) or for what is known of the target (`{target}`); a placeholder without a value is shown as `<name>`.
 */
export const Solution = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  words: z.string().min(1).max(500),
  command: z.string().max(500).nullable(),
});
export type Solution = z.infer<typeof Solution>;

export const SOLUTION_OUTCOMES = ['helped', 'failed'] as const;
export const SolutionOutcome = z.enum(SOLUTION_OUTCOMES);
export type SolutionOutcome = z.infer<typeof SolutionOutcome>;

/** How often a solution was followed by the failure's end, and how often not: the beta posterior's counts. */
export const Effectiveness = z.object({
  solutionId: z.string(),
  helped: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /**
   * What was counted (an improvement, a person's word), ascending by key: each counts once. Keys begin with their time, so that one which is older
   * than all that are kept is known to be over (shared/patterns/effectiveness.ts).
   */
  counted: z.array(z.object({ key: z.string().regex(/^\d{12}-[A-Za-z0-9_-]{1,80}$/), outcome: SolutionOutcome })).max(30),
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
      title: z.string().max(200),
      description: z.string().max(2000),
      fingerprint: Fingerprint,
    })
    .nullable(),
  /** What the tenant added: what ended it here, what people say they did. Of a built-in pattern, those beside the code's own. */
  solutions: z.array(Solution).max(20),
  occurrences: z.int().nonnegative(),
  /** How much of each cluster's count `occurrences` holds, and since when, newest last: for clusters whose own record may not say so yet. */
  counting: z.array(z.object({ cluster: z.string().regex(/^[A-Za-z0-9_.-]{1,160}$/), count: z.int().positive(), at: time })).max(100),
  firstSeen: time,
  lastSeen: time,
  /** Where it was met, newest last. */
  targets: z.array(z.string().max(140)).max(50),
  effectiveness: z.array(Effectiveness).max(30),
  revision: z.int().nonnegative(),
});
export type KnownPattern = z.infer<typeof KnownPattern>;
