import { type Failure, WRITTEN_TYPES } from '../../lambdas/shared/failures/failure.ts';
import { levelOf } from '../../lambdas/shared/failures/log-level.ts';
import type { WordedPattern } from '../../lambdas/shared/patterns/failure-pattern.ts';
import { matchPatterns } from '../../lambdas/shared/patterns/match-patterns.ts';

/** Longest record that is taken for a message: what is longer and no exception is a dump of something. */
const MOST_MESSAGE = 4000;

/** What stands in every record that tells a failure: a word for it, an error's name or code, or Lambda's account of an invocation. */
const FAILURE_WORDS =
  /err|exception|fail|fatal|panic|denied|refused|reset|hang up|time[ds]? ?-?out|killed|crash|exceed|throttl|too many|unable|invalid|malformed|can.?not|can.t|could ?n[o']t|not (?:found|authorized|valid|defined|exist)|no such|does not|unauthori|forbidden|unknown|not able|missing|required|terminated|closed|deadlock|duplicate|expired|too large|SlowDown|\b(?:4\d\d|5\d\d)\b|\bE[A-Z]{3,}|^REPORT |^INIT_REPORT /i;

const PLATFORM = /^(?:INIT_)?REPORT /;

/**
 * The failure that a record tells that names no exception and has no level of an error: a message on its own (`AccessDenied: User … is not
 * authorized`), a line of Lambda's own. It takes words of failures and a pattern that knows them, and no level that says otherwise; null: none.
 */
export function bareFailure(text: string, supplied: readonly WordedPattern[]): Failure | null {
  if (text.length > MOST_MESSAGE || !FAILURE_WORDS.test(text)) return null;
  const { level } = levelOf(text.slice(0, MOST_MESSAGE).split('\n', 1)[0] ?? '');
  if (level === 'info' || level === 'debug') return null;
  const [best] = matchPatterns({ type: '', message: text }, { supplied });
  if (best === undefined) return null;
  const runtime = PLATFORM.test(text) ? 'lambda' : 'unknown';
  return { runtime, type: WRITTEN_TYPES.other, thrownAs: null, code: null, message: text, frames: [], cause: null };
}
