import type { Evidence, Rollout } from '../shared/contract/records.ts';
import type { JudgeOut } from '../shared/contract/workflow.ts';

/** What the judged minutes lead to. `because` is null when the verdict itself is the reason. */
export interface Outcome {
  decision: JudgeOut['decision'];
  because: string | null;
  summary: string;
  evidence: Evidence[];
}

/** A rollout with the minutes that were read and what they say. */
export interface Judged {
  rollout: Rollout;
  outcome: Outcome;
}
