import type { AuditEntry, AuditInput, Evidence, KnownPattern, Solution, SolutionOutcome } from '../contract/records.ts';
import { patternInput } from '../audit/decision-inputs.ts';
import { refTo } from '../audit/refs.ts';
import { LEARNED_PREFIX } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { changeRecord } from '../records/change-record.ts';
import { counted, effectivenessWords, untried } from './effectiveness.ts';
import { emptyPattern } from './known-patterns.ts';

/** What a record holds at most (contract/failure-records.ts). */
const MOST_SOLUTIONS = 20;
const MOST_EFFECTIVENESS = 30;

/** What came of one attempt at a failure. */
export interface Outcome {
  solutionId: string;
  /** Once a key; it begins with its time (effectiveness.ts). */
  key: string;
  outcome: SolutionOutcome;
  /** Added to the tenant's own solutions when it helped and is not among them; null: the pattern has it. */
  solution: Solution | null;
}

/** What became of it: `already`: the key was counted, or is older than all that are kept; `full`: the record holds no further solution. */
export type Counting = { word: 'counted'; known: KnownPattern } | { word: 'already' | 'full' };

/** A pattern with one more outcome. */
export function withOutcome(known: KnownPattern, { solutionId, key, outcome, solution }: Outcome): Counting {
  const before = known.effectiveness.find((each) => each.solutionId === solutionId);
  const after = counted(before ?? untried(solutionId), key, outcome);
  const isNew = solution !== null && outcome === 'helped' && known.solutions.every(({ id }) => id !== solution.id);
  if (after === before && !isNew) return { word: 'already' };
  if (before === undefined && known.effectiveness.length >= MOST_EFFECTIVENESS) return { word: 'full' };
  if (isNew && known.solutions.length >= MOST_SOLUTIONS) return { word: 'full' };
  const others = known.effectiveness.filter((each) => each !== before);
  return {
    word: 'counted',
    known: { ...known, solutions: isNew ? [...known.solutions, solution] : known.solutions, effectiveness: [...others, after] },
  };
}

/** Who says so, and on what. */
export interface Teller {
  actor: string;
  /** In sentences: what was tried, and what came of it. */
  summary: string;
  about: readonly string[];
  evidence: readonly Evidence[];
  inputs: readonly AuditInput[];
  at: number;
}

/**
 * Counts an outcome towards a solution, once, and audits it: on the audit first, so that what is counted is always said, wherever this breaks off.
 * `forgotten`: the pattern is a learned one that is not on record any more.
 * @throws StaleRecord when others wrote first too often.
 */
export async function countOutcome(
  { work, audit }: Pick<Ports, 'work' | 'audit'>,
  tenant: string,
  patternId: string,
  outcome: Outcome,
  teller: Teller,
): Promise<Counting | { word: 'forgotten' }> {
  const from = await work.patterns.get(tenant, patternId);
  const isLearned = patternId.startsWith(LEARNED_PREFIX);
  if (from === null && isLearned) return { word: 'forgotten' };
  const before = from ?? emptyPattern(tenant, patternId, teller.at);
  const first = withOutcome(before, outcome);
  if (first.word !== 'counted') return first;
  await audit.append(entryOf(before, first.known, outcome, teller));
  let counting: Counting | { word: 'forgotten' } = { word: 'forgotten' };
  await changeRecord(work.patterns, tenant, patternId, (before) => {
    if (before === null && isLearned) return null;
    counting = withOutcome(before ?? emptyPattern(tenant, patternId, teller.at), outcome);
    return counting.word === 'counted' ? counting.known : before;
  });
  return counting;
}

function entryOf(before: KnownPattern, known: KnownPattern, { solutionId, key, outcome }: Outcome, teller: Teller): AuditEntry {
  const { tenant, id } = known;
  const of = ({ effectiveness }: KnownPattern) => effectiveness.find((each) => each.solutionId === solutionId) ?? untried(solutionId);
  const counts = of(known);
  // A word that takes an earlier one's place is another decision, as often as somebody changes their mind.
  const instead = of(before).counted.some((each) => each.key === key) ? `/instead/${before.revision}` : '';
  return {
    tenant,
    key: `pattern/${id}/${solutionId}/${key}/${outcome}${instead}`,
    actor: teller.actor,
    action: outcome === 'helped' ? 'solution-helped' : 'solution-failed',
    subject: id,
    about: [refTo('pattern', id), ...teller.about],
    summary: `${solutionId} against ${id}: ${teller.summary} So far it ${effectivenessWords(counts)}.`,
    confidence: null,
    risk: null,
    evidence: [...teller.evidence],
    inputs: [patternInput(known), ...teller.inputs],
    at: teller.at,
  };
}
