/** Longest template that is kept. */
const MAX_LENGTH = 120;

/**
 * What varies between two messages of the same failure, in the order of replacing: secrets and addresses first, then quoted
 * text, ids and numbers.
 */
const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/\[[A-Za-z ]{3,14} left out\]/g, '<secret>'],
  [/https?:\/\/[^\s"'<>]+/g, '<url>'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '<key>'],
  [/\b(?:bearer|token|password|secret|authorization|api[-_]?key)\b\s*[:=]?\s*\S+/gi, '<secret>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<secret>'],
  [/[\w.+-]+@[\w-]+\.[\w.]+/g, '<email>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>'],
  [/"[^"]*"|'[^']*'|`[^`]*`/g, '<text>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?=[a-z0-9_-]*\d)[a-z0-9_-]{16,}\b/gi, '<id>'],
  [/\d+(?:\.\d+)?/g, '#'],
];

/**
 * A log message with all that varies taken out, so that messages of the same failure are equal. Log text is written by
 * whoever calls the target: what is left is short, one line, and bears no secret that these patterns know.
 */
export function messageTemplate(message: string): string {
  const plain = VARIABLES.reduce((text, [pattern, sign]) => text.replace(pattern, sign), message.slice(0, 2000));
  return plain
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH);
}
