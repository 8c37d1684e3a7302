import { redact } from '../redact/redact.ts';

/** One run of an operation, as the function itself told it. */
export interface OperationLine {
  operation: string;
  durationMs: number;
  ok: boolean;
  at: number;
}

/** What a structured line says; the time comes from where the line stood. */
export type ParsedOperation = Omit<OperationLine, 'at'>;

/** Longest name that is kept (contract/telemetry-records.ts). */
const LONGEST_NAME = 100;

/** Lambda's longest timeout is 900 s; a tenth more for rounding. What an operation is said to have taken beyond it can't be true. */
const LONGEST_MS = 1.1 * 900_000;

/**
 * A structured line of an operation (a command or route): `operation`, a text, and `durationMs`, a number; `ok` false when it failed
 * (absent: it did not). In the JSON log format they stand at the top or inside of `message`. Null for any other line.
 */
export function parseOperation(line: unknown): ParsedOperation | null {
  return fieldsOf(line) ?? (isObject(line) ? fieldsOf(line['message']) : null);
}

function fieldsOf(value: unknown): ParsedOperation | null {
  if (!isObject(value)) return null;
  const { operation, durationMs, ok = true } = value;
  if (typeof operation !== 'string' || typeof durationMs !== 'number' || typeof ok !== 'boolean') return null;
  if (!(durationMs >= 0 && durationMs <= LONGEST_MS)) return null;
  const name = cleanName(operation);
  // An object's keys are made of the names, and this one is none.
  return name === '' || name === '__proto__' ? null : { operation: name, durationMs, ok };
}

/** Log text is anybody's: no secrets, no control characters, no invisible ones, no half characters, bounded. */
function cleanName(text: string): string {
  return redact(text.slice(0, 4 * LONGEST_NAME))
    .replaceAll(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .replace(/[\uD800-\uDBFF]$/, '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
