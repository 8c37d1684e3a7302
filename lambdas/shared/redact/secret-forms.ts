/** Texts that are secrets by their form, wherever they stand. */
export const SECRET_FORMS: readonly { kind: string; pattern: RegExp }[] = [
  { kind: 'private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
  // AWS's unique ids of keys: IAM user guide, "Understanding unique ID prefixes".
  { kind: 'AWS key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'JWT', pattern: /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g },
  { kind: 'token', pattern: /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|npm_\w{20,})/g },
];

/** Whether a text holds a secret by its form. */
export function holdsSecret(text: string): boolean {
  // `search` begins at the start each time, whatever the pattern's flags.
  return SECRET_FORMS.some(({ pattern }) => text.search(pattern) >= 0);
}
