import { redact } from '../shared/redact/redact.ts';

/** Longest part of a cause that goes into a record's reason. */
const MAX_CAUSE = 300;

/**
 * One line for what Step Functions caught, without secrets: an error may quote what it was about. A Lambda's `Cause` is JSON with `errorMessage`; others are plain text.
 */
export function describeError(error: { Error: string; Cause?: string | undefined }): string {
  if (error.Cause === undefined || error.Cause === '') return error.Error;
  const text = redact(messageOf(error.Cause)).replaceAll(/\s+/g, ' ').trim();
  return `${error.Error}: ${text.length > MAX_CAUSE ? `${text.slice(0, MAX_CAUSE - 1)}…` : text}`;
}

function messageOf(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (parsed !== null && typeof parsed === 'object' && 'errorMessage' in parsed && typeof parsed.errorMessage === 'string') {
      return parsed.errorMessage;
    }
  } catch {
    // Plain text is as good: it is shown as it came.
  }
  return cause;
}
