import { createHash } from 'node:crypto';
import type { Solution, SolutionOutcome } from '../shared/contract/records.ts';
import { type CataloguedPattern, catalogue } from '../shared/patterns/catalogue.ts';
import { countOutcome } from '../shared/patterns/count-outcome.ts';
import type { WordedPattern } from '../shared/patterns/failure-pattern.ts';
import { knownPatterns } from '../shared/patterns/known-patterns.ts';
import { personsSolution } from '../shared/patterns/own-solution.ts';
import type { Ports } from '../shared/ports.ts';
import { redact } from '../shared/redact/redact.ts';
import { DAY_MS, timePrefix } from '../shared/time.ts';

/** A person's word on what they tried. */
export interface Feedback {
  tenant: string;
  patternId: string;
  /** One of the pattern's solutions, or in the person's own words what they did. */
  solution: { id: string } | { words: string; command: string | null };
  outcome: SolutionOutcome;
  by: string;
  /** Why, or how; null: nothing was said. */
  note: string | null;
}

/**
 * What became of it. already: this person said the same of it today; full: the pattern holds no further solution; no-pattern and no-solution: not there, with
 * what is.
 */
export type FeedbackResult =
  | { word: 'counted' | 'already'; pattern: CataloguedPattern; solutionId: string }
  | { word: 'full'; pattern: CataloguedPattern }
  | { word: 'no-pattern' }
  | { word: 'no-solution'; pattern: CataloguedPattern };

/**
 * Counts a person's word towards a solution of a pattern, built in or learned, and audits it. What they did in their own words joins the pattern's
 * solutions when it helped. One word a person, solution and day (UTC): a later one that day takes the earlier one's place.
 */
export async function giveFeedback(
  ports: Pick<Ports, 'work' | 'audit' | 'clock'>,
  patterns: readonly WordedPattern[],
  feedback: Feedback,
): Promise<FeedbackResult> {
  const { tenant, patternId, outcome, by, note } = feedback;
  const now = ports.clock();
  const find = async (): Promise<CataloguedPattern | undefined> =>
    catalogue(patterns, await knownPatterns(ports, tenant, now)).find(({ id }) => id === patternId);
  const pattern = await find();
  if (pattern === undefined) return { word: 'no-pattern' };
  const given = solutionOf(feedback.solution, pattern);
  if (given === null) return { word: 'no-solution', pattern };
  const said = note === null ? '' : ` "${redact(note)}"`;
  const counting = await countOutcome(
    ports,
    tenant,
    patternId,
    { solutionId: given.solution.id, key: keyOf(by, now), outcome, solution: given.isNew ? given.solution : null },
    {
      actor: by,
      summary: `Said by a person: ${given.solution.words}${said}`,
      about: [],
      evidence: [],
      inputs: [],
      at: now,
    },
  );
  if (counting.word === 'forgotten') return { word: 'no-pattern' };
  if (counting.word === 'full') return { word: 'full', pattern };
  return { word: counting.word, pattern: (await find()) ?? pattern, solutionId: given.solution.id };
}

/** The pattern's own, or a new one in the person's words; null: the pattern has none of this id. */
function solutionOf(solution: Feedback['solution'], { solutions }: CataloguedPattern): { solution: Solution; isNew: boolean } | null {
  const told = 'words' in solution ? personsSolution(solution.words, solution.command) : solution;
  const there = solutions.find(({ id }) => id === told.id);
  if (there !== undefined) return { solution: there, isNew: false };
  return isSolution(told) ? { solution: told, isNew: true } : null;
}

const isSolution = (told: { id: string } | Solution): told is Solution => 'words' in told;

/** By the day, and by whom: the name itself stands on the audit. */
function keyOf(by: string, now: number): string {
  return `${timePrefix(Math.floor(now / DAY_MS) * DAY_MS)}-${createHash('sha256').update(by).digest('hex').slice(0, 16)}`;
}
