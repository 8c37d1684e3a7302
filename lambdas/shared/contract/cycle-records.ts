import * as z from 'zod';
import { Evidence } from './opportunity-records.ts';
import { TRIGGERS } from './workflow.ts';
import { fraction, time } from './units.ts';

// The cycle, the record of decisions, and what is learned and controlled.

export const Cycle = z.object({
  id: z.string(),
  tenant: z.string(),
  trigger: z.enum(TRIGGERS),
  cause: z.string().nullable(),
  targets: z.array(z.string()).nullable(),
  maxImprovements: z.int().nullable(),
  windowStart: time,
  windowEnd: time,
  status: z.enum(['running', 'rolling-out', 'completed', 'failed', 'skipped']),
  reason: z.string(),
  telemetry: z.object({ targets: z.int(), metrics: z.int(), logs: z.int(), events: z.int() }),
  anomalies: z.int(),
  opportunities: z.int(),
  /** Whether the cycle's own execution is over: only rollouts may still be under way. */
  executionEnded: z.boolean(),
  startedAt: time,
  endedAt: time.nullable(),
  /**
   * Written when the cycle ends; absent before. `watched`: the managed targets that it was about, by name (not asked for when it failed). `report`: one caller
   * publishes it; when a part of that failed it stands at `unpublished` until a repeat of the call does the rest. `kept`: where its page is; absent: it is
   * not kept yet. `told`: whether people were told.
   */
  closing: z
    .object({
      watched: z.array(z.string()),
      report: z.enum(['publishing', 'unpublished', 'published']),
      kept: z.string().optional(),
      told: z.boolean().optional(),
    })
    .optional(),
  revision: z.int().nonnegative(),
});
export type Cycle = z.infer<typeof Cycle>;

/** Something that a decision rests on, by reference and digest: so that it can be told later whether it still is what it was. */
export const AuditInput = z.object({
  /** Where it stands: `<kind>/<id>`, or with `#<field>,<field>` behind it a part of that (shared/audit/refs.ts). */
  ref: z.string(),
  /** SHA-256, in hex, of its canonical JSON. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'),
  /** For a list that goes on growing: how many of its first items. */
  count: z.int().nonnegative().optional(),
});
export type AuditInput = z.infer<typeof AuditInput>;

/** The judge's word that a decision carries out: asking the judge again, by the decision's inputs, must give the same. */
export const JudgedWord = z.object({
  /** Beside the stable version over the same minutes, or alone against the time before. */
  how: z.enum(['beside', 'alone']),
  word: z.enum(['harm', 'pass', 'inconclusive', 'no-data', 'undecided']),
  reason: z.string(),
  minutes: z.int().nonnegative(),
  /** Whether the judge was told that no further minute would come. */
  over: z.boolean(),
});
export type JudgedWord = z.infer<typeof JudgedWord>;

/** Who or what decided, on which evidence, what was done. Chained per tenant by `hash` over this record and `previous`. */
export const AuditEntry = z.object({
  tenant: z.string(),
  /** Stable key of the decision: the same key is recorded once, however often a handler runs. */
  key: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  /** What it is about, as `<kind>/<id>`: every improvement, opportunity, cycle and so on whose story it belongs to. */
  about: z.array(z.string()),
  summary: z.string(),
  confidence: fraction.nullable(),
  risk: fraction.nullable(),
  evidence: z.array(Evidence),
  inputs: z.array(AuditInput),
  /** Absent: the judge was not asked. */
  judged: JudgedWord.optional(),
  at: time,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
/** `about` and `inputs` are missing in records of before they were kept; what is missing is not in their hash either. */
export const AuditRecord = AuditEntry.partial({ about: true, inputs: true }).extend({
  sequence: z.int().positive(),
  previous: z.string(),
  hash: z.string(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** How a strategy fared (learning): counts of what came of its improvements. */
export const StrategyScore = z.object({ strategy: z.string(), promoted: z.int(), rolledBack: z.int(), inconclusive: z.int() });
export type StrategyScore = z.infer<typeof StrategyScore>;

/** The kill switch. */
export const SwitchState = z.object({ stopped: z.boolean(), by: z.string(), reason: z.string(), at: time });
export type SwitchState = z.infer<typeof SwitchState>;
