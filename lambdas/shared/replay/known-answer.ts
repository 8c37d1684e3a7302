import type { RecordedCall } from '../contract/records.ts';
import { comparedBody, plainUrl, type OutsideCall } from './outside-call.ts';

/** What a replay answers to a call. `response` null: none comes, and the connection ends at that time. */
export interface Answer {
  answered: 'recorded' | 'derived';
  response: RecordedCall['response'];
  delayMs: number;
}

/** A call with what it is compared by. */
export interface Known {
  call: OutsideCall;
  key: string;
  body: unknown;
}

export function known(call: OutsideCall): Known {
  return { call, key: `${call.method.toUpperCase()} ${plainUrl(call.url)} ${call.operation ?? ''}`, body: comparedBody(call.body) };
}

/** A recorded call among others. */
export interface KnownAnswer extends Known {
  recorded: RecordedCall;
}

/** How long a call took on a connection that was there: a replay makes its connections itself. */
export function answerMs({ durationMs, connectMs = 0 }: RecordedCall): number {
  return Math.max(0, durationMs - connectMs);
}

export function knownAnswers(calls: readonly RecordedCall[]): KnownAnswer[] {
  return calls.map((recorded) => {
    const { method, url, operation, requestBody } = recorded;
    return { ...known({ method, url, operation, body: requestBody.text }), recorded };
  });
}
