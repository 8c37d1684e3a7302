import type { Evidence, JudgedWord, Rollout } from '../shared/contract/records.ts';
import type { JudgeOut } from '../shared/contract/workflow.ts';
import type { Judgement } from '../shared/judge/judge.ts';
import { judgedWord } from './audit-decision.ts';

/** What the judged minutes lead to. `because` is null when the verdict itself is the reason. */
export interface Outcome {
  decision: JudgeOut['decision'];
  because: string | null;
  summary: string;
  evidence: Evidence[];
  /** What the judge said, for the record; null: it wasn't asked. */
  judged: JudgedWord | null;
}

/** What follows from a judgement: the decision, and why, when it isn't the judgement's doing alone. */
export function outcomeFrom(how: JudgedWord['how'], judgement: Judgement, over: boolean) {
  return (decision: Outcome['decision'], because: string | null = null): Outcome => ({
    decision,
    because,
    summary: `${because === null ? '' : `${because}; `}${judgement.word}, ${judgement.reason}`,
    evidence: judgement.word === 'undecided' ? [] : judgement.evidence,
    judged: judgedWord(how, judgement, over),
  });
}

/** A rollout with the minutes that were read and what they say. */
export interface Judged {
  rollout: Rollout;
  outcome: Outcome;
}
