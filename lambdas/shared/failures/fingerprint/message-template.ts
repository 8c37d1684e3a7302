import { stripSecrets } from '../../redact/strip-secrets.ts';

/** Characters of a message that tell failures apart; what follows is mostly data. */
const MOST_READ = 2000;
const MOST_KEPT = 300;

/** Names of the code's own that messages put into quotes: they tell failures apart, and do not vary. */
const OWN_NAMES =
  /((?:reading|setting|module|package|attribute|property|argument|named|import name|method|function|class|column|relation|table|key) )(["'`])([@A-Za-z_$][\w$@./-]{0,80})\2/g;

/** What varies from one message to the next, the longer forms first. */
const VARIABLES: readonly RegExp[] = [
  /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>)\]]+/gi,
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g,
  /"[^"]*"|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'/gu,
  /(?<![\w.])(?:[A-Za-z]:)?(?:[\\/][\w@.+$%~-]+){2,}[\\/]?/g,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b(?=\w*\d)[\w-]{12,}\b/g,
  /\b0x[0-9a-f]+\b/gi,
  /[-+]?\d+(?:[.,:]\d+)*/g,
];

/**
 * A failure's message with `<*>` for what varies, in one line and without secrets, so that the same failure has the same template.
 */
export function failureTemplate(message: string): string {
  const line = stripSecrets(message.slice(0, MOST_READ))
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return masked(
    line.replace(OWN_NAMES, (_whole, before: string, _quote, name: string) => (/\d/.test(name) ? `${before}<*>` : `${before}${name}`)),
  );
}

function masked(text: string): string {
  const plain = VARIABLES.reduce((left, pattern) => left.replace(pattern, '<*>'), text);
  // Lists of values have any length.
  return plain.replaceAll(/<\*>(?:[\s,;:|/-]{0,3}<\*>)+/g, '<*>').slice(0, MOST_KEPT);
}
