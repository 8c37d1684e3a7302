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

/** Who or what decided, on which evidence, what was done. Chained per tenant by `hash` over this record and `previous`. */
export const AuditEntry = z.object({
  tenant: z.string(),
  /** Stable key of the decision: the same key is recorded once, however often a handler runs. */
  key: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  summary: z.string(),
  confidence: fraction.nullable(),
  risk: fraction.nullable(),
  evidence: z.array(Evidence),
  at: time,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditRecord = AuditEntry.extend({ sequence: z.int().positive(), previous: z.string(), hash: z.string() });
export type AuditRecord = z.infer<typeof AuditRecord>;

/** How a strategy fared (learning): counts of what came of its improvements. */
export const StrategyScore = z.object({ strategy: z.string(), promoted: z.int(), rolledBack: z.int(), inconclusive: z.int() });
export type StrategyScore = z.infer<typeof StrategyScore>;

/** The kill switch. */
export const SwitchState = z.object({ stopped: z.boolean(), by: z.string(), reason: z.string(), at: time });
export type SwitchState = z.infer<typeof SwitchState>;
