import { SECRET_FORMS } from './secret-forms.ts';

/** What stands where a secret was. */
const placeholder = (kind: string): string => `[${kind} left out]`;

/** `password=…`, `"api_key": "…"`, `Authorization: Bearer …`: the value goes, the name stays. */
const NAMED =
  /((?:[\w-]*(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|token|credential|authorization)[\w-]*)["']?\s*[:=]\s*)(?:(?:Bearer|Basic)\s+)?("[^"\n]*"|'[^'\n]*'|[^\s,;&"']+)/gi;
const ADDRESS = /\b[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+\b/g;

/** A text without what is a secret by its form. Code without such a text comes back as it was. */
export function stripSecretForms(text: string): string {
  return SECRET_FORMS.reduce((left, { kind, pattern }) => left.replace(pattern, placeholder(kind)), text);
}

/** A text of logs or telemetry without secrets, by form and by name, and without e-mail addresses. */
export function stripSecrets(text: string): string {
  return stripSecretForms(text)
    .replace(NAMED, (_whole, name: string) => `${name}${placeholder('value')}`)
    .replace(ADDRESS, placeholder('address'));
}
