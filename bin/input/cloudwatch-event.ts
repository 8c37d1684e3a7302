/** What CloudWatch and its tools write of an event beside its message. */
const FIELDS = new Set(['eventId', 'id', 'ingestionTime', 'logGroupName', 'logStreamName', 'message', 'timestamp']);
const MESSAGE = '@message';

/**
 * The message of a CloudWatch Logs event, as `aws logs filter-log-events` and `get-log-events` (message and timestamp, nothing foreign
 * beside them), subscriptions (the same) and Insights (`@message`, or a row of fields) write one; null for anything else. A line that a
 * program logs as JSON has other fields, and stays whole.
 */
export function messageOf(event: unknown): string | null {
  if (Array.isArray(event)) return messageOfRow(event);
  if (typeof event !== 'object' || event === null) return null;
  const fields = event as Record<string, unknown>;
  if (typeof fields[MESSAGE] === 'string') return fields[MESSAGE];
  const { message, timestamp } = fields;
  if (typeof message !== 'string' || typeof timestamp !== 'number') return null;
  return Object.keys(fields).every((name) => FIELDS.has(name)) ? message : null;
}

/** A row of `aws logs get-query-results`. */
function messageOfRow(row: readonly unknown[]): string | null {
  for (const cell of row) {
    if (typeof cell !== 'object' || cell === null) return null;
    const { field, value } = cell as Record<string, unknown>;
    if (field === MESSAGE && typeof value === 'string') return value;
  }
  return null;
}

/** The message of an event that is written as JSON; null where the text is none. */
export function messageIn(json: string): string | null {
  // What begins otherwise is no event, and needs no parser to say so.
  if (!/^\s*[[{]/.test(json)) return null;
  try {
    return messageOf(JSON.parse(json));
  } catch {
    return null;
  }
}
