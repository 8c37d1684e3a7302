import type { SourceFile } from '../../lambdas/shared/contract/records.ts';
import { parseAnswer } from '../../lambdas/shared/patch/parse-answer.ts';
import { changeOf, type Tools, type Use } from '../../lambdas/validation/check.ts';
import { runChecks } from '../../lambdas/validation/checks.ts';
import { NO_SAMPLES } from '../../lambdas/validation/checks/behaviour.ts';
import { NO_TESTS } from '../../lambdas/validation/checks/tests.ts';
import type { Entry } from './read-corpus.ts';

/** Nobody recorded invocations of the corpus's packages. */
const USE: Use = { handler: 'handler.handler', samples: { none: 'nothing was recorded' }, differences: [], benefit: 'duration' };

/** What became of an answer. */
export interface Tried {
  entry: Entry;
  outcome: 'rejected' | 'accepted';
  /** The gates and rules that spoke against it, first gate first; `answer` is the reading of the answer. */
  gates: { check: string; rules: string[]; reason: string }[];
}

/** Reads an answer and holds it to every gate, as generation and validation do. Tests that were not run on purpose (`no-tests`) don't reject. */
export async function tryAnswer(entry: Entry, base: readonly SourceFile[], tools: Tools): Promise<Tried> {
  const answer = parseAnswer(entry.text, base);
  if (!answer.ok) return { entry, outcome: 'rejected', gates: [{ check: 'answer', rules: [], reason: answer.reason }] };
  const results = await runChecks(changeOf(base, answer.files, USE), tools);
  const gates = results
    .filter(({ status, findings }) => status === 'fail' && !findings.every(({ rule }) => rule === NO_TESTS || rule === NO_SAMPLES))
    .map(({ check, findings, summary }) => ({ check, rules: [...new Set(findings.map(({ rule }) => rule))], reason: summary }));
  return { entry, outcome: gates.length > 0 ? 'rejected' : 'accepted', gates };
}

/** Whether the outcome is what the corpus expects. */
export function asExpected({ entry, outcome }: Tried): boolean {
  return entry.expect === outcome;
}

/** Whether it was rejected for the reason that the corpus names. */
export function forItsReason({ entry, gates }: Tried): boolean {
  return entry.rule === null || gates.some(({ check, rules }) => check === entry.rule || rules.includes(entry.rule ?? ''));
}
