import type { Evidence, FunctionConfiguration, Opportunity, OpportunityKind, Prediction } from '../shared/contract/records.ts';

/** Something worth improving on one target, before it is weighed. */
export interface Finding {
  kind: OpportunityKind;
  title: string;
  /** At least one. */
  evidence: Evidence[];
  severity: Opportunity['severity'];
  /** Expected gain of the main figure, a fraction of it. */
  gain: number;
  /** Calls an hour that it affects (SPEC 5's affected users per hour: a call stands for a user). */
  usersPerHour: number;
  /** How many hours of the day it occurs; 24: always. */
  occurrencesPerDay: number;
  /** Invocations, lines or minutes that the evidence rests on. */
  samples: number;
  /** For tunings: the whole wanted configuration. */
  wanted: FunctionConfiguration | null;
  /** What is expected in figures; absent: the kind has no figure that could be foretold. */
  prediction?: Prediction;
  /** What a person would do about it; absent: a strategy does it, or the title says it. */
  action?: NonNullable<Opportunity['action']>;
  /** The failure cluster that it is to end; absent: it came of none. */
  failure?: NonNullable<Opportunity['failure']>;
  /** Kinds of which one, found beside it, is its remedy: then it is left out. */
  settledBy?: readonly OpportunityKind[];
  /** For kinds with a codemod: why no place of the source may be changed by it, in a sentence; absent: a place may. */
  unproven?: string;
}

/** Hours a day that something occurs which every call meets. */
export const ALWAYS = 24;
