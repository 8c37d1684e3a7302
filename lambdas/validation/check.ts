import type { Benefit, CheckResult, Difference, SampleSet, SourceFile } from '../shared/contract/records.ts';
import { redact } from '../shared/redact/redact.ts';
import type { Replayer, TestRunner, TypeChecker } from '../shared/source/tools.ts';

/** How the package is used, and what the change says of itself. */
export interface Use {
  /** Module and export, as Lambda writes it. */
  handler: string;
  /** Recorded invocations of the version before the change. */
  samples: SampleSet | { none: string };
  differences: readonly Difference[];
  benefit: Benefit;
}

/** A code change: the package before it, after it, and the files that differ. */
export interface Change {
  before: readonly SourceFile[];
  after: readonly SourceFile[];
  changed: readonly SourceFile[];
  use: Use;
}

/** What checks need beyond the text. */
export interface Tools {
  runner: TestRunner;
  types: TypeChecker;
  replayer: Replayer;
}

export interface Check {
  name: string;
  run(change: Change, tools: Tools): CheckResult | Promise<CheckResult>;
}

export type Finding = CheckResult['findings'][number];

/** A failure with its findings, or a pass. Findings are kept for ever, and quote code, tests and recorded invocations: secrets are left out. */
export function judged(check: string, found: Finding[], passed: string): CheckResult {
  const findings = found.map((finding) => ({ ...finding, message: redact(finding.message) }));
  if (findings.length === 0) return { check, status: 'pass', summary: passed, findings };
  const [first] = findings;
  const more = findings.length === 1 ? '' : ` and ${findings.length - 1} more`;
  return { check, status: 'fail', summary: `${first?.file}:${first?.line} ${first?.message}${more}`, findings };
}

export function notApplicable(check: string, reason: string): CheckResult {
  return { check, status: 'not-applicable', summary: reason, findings: [] };
}

/** Lays changed files over a package: a file of the same path is replaced, a new one is added. */
export function changeOf(before: readonly SourceFile[], files: readonly SourceFile[], use: Use): Change {
  const kept = before.filter((file) => !files.some((other) => other.path === file.path));
  const changed = files.filter((file) => before.find((other) => other.path === file.path)?.content !== file.content);
  return { before, after: [...kept, ...files], changed, use };
}
