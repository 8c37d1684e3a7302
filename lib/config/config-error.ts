/** One thing that is wrong with a configuration. */
export interface ConfigIssue {
  /** Dotted path of the field. */
  field: string;
  /** What was found there. */
  value: unknown;
  /** What would have been right. */
  expectation: string;
  /** Why it must be so. */
  reason: string;
}

/** One line an issue: field, value, expectation, reason. */
export function describeIssue({ field, value, expectation, reason }: ConfigIssue): string {
  const shown = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value)).slice(0, 120);
  return `${field}: found ${shown}; expected ${expectation} (${reason})`;
}

/** A configuration that cannot be used. The app prints `issues` and ends with exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[]) {
    super(issues.map(describeIssue).join('\n'));
    this.issues = issues;
  }
}
