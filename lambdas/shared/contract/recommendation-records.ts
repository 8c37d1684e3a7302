import * as z from 'zod';
import { OpportunityKind } from './opportunity-kinds.ts';
import { Action, Evidence, Opportunity, Prediction, Withheld } from './opportunity-records.ts';
import { fraction, time } from './units.ts';

// What people are told to do, because Kaizen can't or may not.

export const RECOMMENDATION_TYPES = ['performance', 'cost', 'reliability', 'security'] as const;
export const RecommendationType = z.enum(RECOMMENDATION_TYPES);
export type RecommendationType = z.infer<typeof RecommendationType>;

/** open: nobody has said anything; dismissed and applied: a person's word; expired: it is not found any more. */
export const RECOMMENDATION_STATUSES = ['open', 'dismissed', 'applied', 'expired'] as const;

/** One thing to do on one target: found again by later cycles, it stays the same record. */
export const Recommendation = z.object({
  /** The same for a target and kind, whenever it is found. */
  id: z.string(),
  tenant: z.string(),
  target: z.string(),
  kind: OpportunityKind,
  type: RecommendationType,
  title: z.string(),
  severity: Opportunity.shape.severity,
  priority: Opportunity.shape.priority,
  /** In words with its figures. */
  impact: z.string(),
  /** SPEC 5's impact of the newest opportunity, and when a person last gave their word (null: nobody did). */
  impactScore: z.number().nonnegative(),
  answeredScore: z.number().nonnegative().nullable(),
  /** impact x frequency x ease: what comes first (analysis/recommendations/score.ts has the scales). */
  score: z.number().nonnegative(),
  confidence: fraction,
  prediction: Prediction.optional(),
  action: Action,
  evidence: z.array(Evidence).min(1),
  /** Why Kaizen doesn't do it itself: the name of the reason, and the sentence. */
  withheld: Withheld,
  why: z.string(),
  status: z.enum(RECOMMENDATION_STATUSES),
  /** Of the status: who said so, why and when. */
  by: z.string(),
  reason: z.string(),
  at: time,
  firstSeen: time,
  lastSeen: time,
  /** Open until then, unless it is found again. */
  expiresAt: time,
  /** Cycles that looked at the target since the first sight: those that found it, and those in a row that did not. */
  found: z.int().positive(),
  looked: z.int().positive(),
  missed: z.int().nonnegative(),
  /** The cycle that last counted, so that a repetition of it does not; and its newest opportunity. */
  cycleId: z.string(),
  opportunityId: z.string(),
  revision: z.int().nonnegative(),
});
export type Recommendation = z.infer<typeof Recommendation>;
