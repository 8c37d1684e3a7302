import { STATEMENTS } from './beside-names.ts';
import { CARDS } from './cards.ts';
import { COMMANDS } from './commands.ts';
import { EMAILS } from './emails.ts';
import { type Found, placeholder, type Reader, type SecretKind, type Span } from './found.ts';
import { SCHEMES_ALONE } from './authorization.ts';
import { NAMED_VALUES } from './named-values.ts';
import { SECRET_FORMS } from './secret-forms.ts';
import type { Text } from './text.ts';
import { createTriggers, type Triggers } from './triggers.ts';
import { ADDRESSES } from './urls.ts';

/** How many of each kind were left out; kinds without any are absent. */
export type SecretCounts = Partial<Record<SecretKind, number>>;

export interface Redacted {
  text: string;
  counts: SecretCounts;
}

type Find = Triggers<Reader['read']>;

/** Built when it is first asked for: whoever redacts nothing pays nothing. */
const once = (readers: readonly (readonly Reader[])[]): (() => Find) => {
  let made: Find | undefined;
  return () => (made ??= createTriggers(readers.flat().flatMap(({ triggers, read }) => triggers.map((word) => [word, read] as const))));
};
const forms = once([SECRET_FORMS]);
const all = once([SECRET_FORMS, SCHEMES_ALONE, ADDRESSES, NAMED_VALUES, STATEMENTS, COMMANDS, EMAILS, CARDS]);

function findSecrets(find: Find, text: Text): Span[] {
  const spans: Span[] = [];
  let floor = 0;
  find.each(text, (read, from, to) => {
    const found: Found | null = from < floor ? null : read(text, { from, to }, floor);
    if (found === null) return null;
    spans.push(...found.spans);
    floor = found.to;
    return floor;
  });
  return spans;
}

/** The secrets of a text by form and by name, in their order. */
export const secretsOf = (text: Text): Span[] => findSecrets(all(), text);

/** What was left out can make a neighbour look new: so often a text is gone through, until nothing is found. */
const MOST_ROUNDS = 8;

function withoutSecrets(find: Find, text: string, counts: SecretCounts): string {
  let left = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const spans = findSecrets(find, left);
    if (spans.length === 0) return left;
    left = replaced(left, spans, counts);
  }
  // Nobody writes such a text but to see what is left of it.
  return placeholder('secret');
}

function replaced(text: string, spans: readonly Span[], counts: SecretCounts): string {
  let result = '';
  let at = 0;
  for (const { from, to, kind } of spans) {
    result += text.slice(at, from) + placeholder(kind);
    counts[kind] = (counts[kind] ?? 0) + 1;
    at = to;
  }
  return result + text.slice(at);
}

/**
 * A text of logs or telemetry without its secrets, by form and by name, e-mail addresses and card numbers: each a placeholder that says what it was,
 * `[password left out]`. What stands around them stays, and a text without any is given back as it is. Redacting again changes nothing. The work
 * grows as the length of the text, whoever wrote it. docs/redaction.md says what is found and what isn't.
 */
export const redact = (text: string): string => withoutSecrets(all(), text, {});

/** {@link redact}, with how much of what was left out. */
export function redactWithCounts(text: string): Redacted {
  const counts: SecretCounts = {};
  return { text: withoutSecrets(all(), text, counts), counts };
}

/** Code without what is a secret by its form: names of variables, addresses of authors and numbers stay as they are. */
export const redactForms = (code: string): string => withoutSecrets(forms(), code, {});

/** Whether a text holds a secret by its form. */
export const holdsSecret = (text: string): boolean => findSecrets(forms(), text).length > 0;
