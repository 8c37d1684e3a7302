/** What stands where a secret was. */
const placeholder = (kind: string): string => `[${kind} left out]`;

interface Pattern {
  kind: string;
  pattern: RegExp;
}

/** Texts that are secrets by their form, wherever they stand. */
const BY_FORM: readonly Pattern[] = [
  { kind: 'private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
  // AWS's unique ids of keys: IAM user guide, "Understanding unique ID prefixes".
  { kind: 'AWS key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'JWT', pattern: /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g },
  { kind: 'token', pattern: /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|npm_\w{20,})/g },
];

/** `password=…`, `"api_key": "…"`, `Authorization: Bearer …`: the value goes, the name stays. */
const NAMED =
  /((?:[\w-]*(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|token|credential|authorization)[\w-]*)["']?\s*[:=]\s*)(?:(?:Bearer|Basic)\s+)?("[^"\n]*"|'[^'\n]*'|[^\s,;&"']+)/gi;
const ADDRESS = /\b[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+\b/g;

/** A text without what is a secret by its form. Code without such a text comes back as it was. */
export function stripSecretForms(text: string): string {
  return BY_FORM.reduce((left, { kind, pattern }) => left.replace(pattern, placeholder(kind)), text);
}

/** A text of logs or telemetry without secrets, by form and by name, and without e-mail addresses. */
export function stripSecrets(text: string): string {
  return stripSecretForms(text)
    .replace(NAMED, (_whole, name: string) => `${name}${placeholder('value')}`)
    .replace(ADDRESS, placeholder('address'));
}
