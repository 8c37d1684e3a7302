import { plain, plainLines } from '../../lambdas/reporting/text/plain.ts';
import type { CheckResult } from '../../lambdas/shared/contract/records.ts';
import { counted, labelled } from './facts-summary.ts';

/** What became of an answer at the gates. */
export interface Validated {
  /** pass: every gate holds; untested: all but the tests, of which there are none; fail: one does not hold, or the answer was refused. */
  word: 'pass' | 'untested' | 'fail';
  /** Paths of what the answer writes; empty when it was refused. */
  files: string[];
  diff: string;
  checks: CheckResult[];
}

const WORDS: Readonly<Record<CheckResult['status'], string>> = { pass: 'pass:', fail: 'FAIL:', 'not-applicable': 'not applicable:' };
const ENDINGS: Readonly<Record<Validated['word'], string>> = {
  pass: 'Every gate holds.',
  untested: 'Every other gate holds, and there are no tests to prove the change by.',
  fail: 'Not every gate holds.',
};

/** A line a gate, with what it found; text from the change and the package is cleaned for the terminal. */
export function gateLines(checks: readonly CheckResult[]): string[] {
  return checks.flatMap(({ check, status, summary, findings }) => [
    ...labelled(check, `${WORDS[status]} ${status === 'fail' && findings.length > 0 ? counted(findings.length, 'finding') : summary}`),
    ...findings.flatMap(({ file, line, rule, message }) => plainLines(`  ${file}:${line} ${rule}: ${message}`)),
  ]);
}

/** What the gates say of an answer, for people. */
export function validatedSummary({ word, files, checks }: Validated): string {
  const lines = gateLines(checks);
  const head = files.length === 0 ? [] : [plain(`${counted(files.length, 'changed file')}: ${files.join(', ')}`), ''];
  return `${[...head, ...lines, '', ENDINGS[word]].join('\n')}\n`;
}
