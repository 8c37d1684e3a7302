import type { SecretKind } from './found.ts';

/** Characters of a value that are looked at: what is no secret shows early. */
export const LOOKED_AT = 80;

/** Values that say that there is none, or of which type it is. */
const NOTHING = new Set(
  `null undefined none nil nan true false yes no on off empty unset na n/a string str text number int integer boolean bool object bytes any unknown
  optional required missing present absent set given provided valid invalid expired revoked denied failed incorrect wrong disabled enabled default
  changed reset updated found ok error warning hidden redacted-by-kaizen await async new function typeof const let var return throw varchar character char`.split(
    /\s+/,
  ),
);
/** How sentences about a value go on: `password: must be at least 8 characters`. */
const SENTENCE =
  /^(?:must|is|was|were|are|has|have|had|does|do|did|can|cannot|can't|could|should|would|will|may|not|too|at|required|missing|invalid|expired|incorrect|wrong|field|unable|failed|only|for|of|in|and|or|the|this|that|with|without|no|please|enter|length|ensure|string|value)\b[,.:]? [\w'"]/i;
const MASKED = /^[\w$/+=.-]{0,6}(?:\*{3,}|[x•●]{4,}|\.{3}|…)[\w$/+=.-]{0,6}$/i;
/** What only covers up, and what YAML begins a block with. */
const ONLY_MASK = /^(?:[|>][+-]?\d?|\*+|[xX]{3,}|[•●.…_?#-]+)$/;
/** `<redacted>`, `[FILTERED]`, `(hidden)`, and this redaction's own. */
const NAMED_MASK =
  /^(?:[[<({*"'\\]{0,4}(?:value |is )?(?:redacted|filtered|masked|hidden|protected|removed|omitted|scrubbed|sanitized|sensitive|secret|confidential)[\w :-]*[\]>)}*"'\\]{0,4}|\[[\w ]+ left out\].*)$/is;
/** `${NAME}`, `$NAME`, `{{ name }}`, `%s`, `%(name)s`, `{}`, `{name}`, `<name>`, `?`, `$1`, `#{name}`. */
const TEMPLATE =
  /^(?:[$#]\{[\w.:-]*\}?|\$[A-Z_][A-Z0-9_]*|\$\d+|\{\{[\w.: '"|-]*\}\}|\{\{|%[sdvq@]|%\(\w+\)s|\{[\w.:]*\}|<\/?[\w -]+>|\$\([\w. -]+\)?|!(?:Ref|Sub) .*)$/s;
/** An object of Java's or Android's by its class and hash: `BinderProxy@2bd79ce`, `Token{a64f992 …`. */
const OBJECT_HASH = /^(?:[a-z][\w$]*\.)*[A-Z][a-z]{2}[\w$]*(?:@[0-9a-f]{5,8}$|\{[0-9a-f]{5,8}\b)/;
/** What an object prints as, and code that reads a value. */
const PRINTED =
  /^(?:\[(?:\.\.\.|object |Object|Array|Function|Getter|Setter|Circular|Symbol|native )[^\]]*\]?|[[{(]\s*[\])}]?|\{\.\.\.\}|<\w+ (?:object|at)\b.*|function\b.*)$/s;
const CODE =
  /^(?:(?:process\.env|os\.environ|import\.meta|System\.getenv|ENV|env|this|self|req|request|event|config|options|args|params|ctx|context|headers|settings)[.[(].*)$/s;
/** A call, of names that are words: `readToken(event.headers)`, `kms.Key.fromKeyArn(this`. */
// Each name can be read in one way only, so that no text makes the expression try others.
const NAME = '[A-Za-z][a-z]+(?:[A-Z][a-z]+)*';
const CALL = new RegExp(`^(?:(?:${NAME}\\.)+${NAME}\\(|${NAME}\\((?:${NAME}(?:\\.${NAME})*)?\\{?\\)?;?$)`);
const NUMBER = /^[+-]?\d{1,5}(?:\.\d+)?%?$|^\d+\.\d+$|^0x0*$|^\d+(?:, ?\d+)+$/;

/** Whether a text goes on as sentences about a value do. */
export const isSentence = (text: string): boolean => SENTENCE.test(text);

/** A value without quotes around it and the signs behind a word of a sentence. */
function wordOf(head: string): string {
  let [from, to] = [0, head.length];
  while (from < to && `"'\\`.includes(head.charAt(from))) from += 1;
  while (from < to && `"'\\.;,!?)`.includes(head.charAt(to - 1))) to -= 1;
  return head.slice(from, to).toLowerCase();
}

/** Whether a value, or the {@link LOOKED_AT} first characters of it, is none that anybody would hide. `quoted`: it is a text and no code. */
export function isNoSecret(value: string, kind: SecretKind, quoted = false): boolean {
  const head = value.slice(0, LOOKED_AT).trim();
  if (head === '' || NOTHING.has(wordOf(head))) return true;
  if (isSentence(head) || MASKED.test(head) || ONLY_MASK.test(head) || NAMED_MASK.test(head) || TEMPLATE.test(head)) return true;
  if (PRINTED.test(head) || head.startsWith('arn:aws')) return true;
  if (!quoted && (OBJECT_HASH.test(head) || CODE.test(head) || CALL.test(head))) return true;
  return !isPlausible(head, kind);
}

/** What the names that have other meanings as well (`pin`, `code`, `signature`, `auth`, a number of tokens) must look like. */
function isPlausible(head: string, kind: SecretKind): boolean {
  switch (kind) {
    case 'password':
      return true;
    case 'code':
      return /^\d{3,10}$/.test(head) || /^(?=.*\d)[A-Za-z0-9/_-]{6,}$/.test(head) || /^[\w%./~=-]{20,}$/.test(head);
    case 'signature':
      return /^[\w+/=%.~-]{16,}/.test(head);
    // An id of a session that is a number or a UUID only tells lines that belong together.
    case 'cookie':
      return head.length >= 20 && !/^[\da-f]{8}-[\da-f]{4}-/i.test(head);
    case 'credentials':
      return head.length >= 6 && !NUMBER.test(head) && !/^[a-z]+$/i.test(head);
    default:
      return !NUMBER.test(head);
  }
}
