import type { TokenUsage } from '../../contract/model-limits.ts';
import type { ModelChoice } from '../../contract/model-settings.ts';
import type { ModelAnswer, ModelRequest } from '../../ports.ts';

export type ModelProblem = Extract<ModelAnswer, { ok: false }>['problem'];

/**
 * What came of one try. `usage`: what it is billed for; null: nobody knows, since no answer came back. `again`: the same try may well
 * succeed a little later. Reasons are sentences for people, without line breaks and without the key.
 */
export type TryAnswer = { usage: TokenUsage | null } & (
  | { ok: true; text: string }
  | { ok: false; problem: ModelProblem; reason: string; again: boolean }
);

/** One service of models: one try, without retries. Never throws for what the service does. */
export interface ModelProvider {
  ask(choice: ModelChoice, request: ModelRequest, signal: AbortSignal): Promise<TryAnswer>;
}

export const NO_USAGE: TokenUsage = { input: 0, cached: 0, cacheWritten: 0, output: 0 };

const REASON_CHARACTERS = 300;

/** A service's words on one line, and not too many of them. */
export function reasonText(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > REASON_CHARACTERS ? `${line.slice(0, REASON_CHARACTERS)}…` : line;
}

/** Longest text of an answer that is taken, characters: 32,000 tokens of it are about 128,000. */
export const MOST_ANSWER_CHARACTERS = 200_000;

/** A text as the answer, or what is wrong with it. */
export function answerText(text: string, usage: TokenUsage | null): TryAnswer {
  if (text.trim() === '') return { ok: false, problem: 'invalid', reason: 'the answer is empty', again: false, usage };
  if (text.length > MOST_ANSWER_CHARACTERS) {
    const reason = `the answer has ${text.length} characters, more than ${MOST_ANSWER_CHARACTERS}`;
    return { ok: false, problem: 'invalid', reason, again: false, usage };
  }
  return { ok: true, text, usage };
}

/** A try that got no answer: it ran out of time, or the line broke. It may be billed. */
export function noAnswer(error: unknown, signal: AbortSignal): TryAnswer {
  if (signal.aborted) return { ok: false, problem: 'timeout', reason: 'no answer within the time of a try', again: true, usage: null };
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: { code?: unknown; message?: unknown } };
  const refused = code === 'ECONNREFUSED' || cause?.code === 'ECONNREFUSED' || code === 'ENOTFOUND' || cause?.code === 'ENOTFOUND';
  const reason = reasonText(`the service could not be reached: ${String(cause?.message ?? message ?? error)}`);
  return { ok: false, problem: 'unavailable', reason, again: true, usage: refused ? NO_USAGE : null };
}
