import { loadSession, saveSession } from './session-store.ts';

/** A session ends a day after the last activity. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;

export interface ActivityRequest {
  sessionId: string;
  page: string;
}

export interface ActivityAnswer {
  requestId: string;
  sessionId: string;
  status: 'active' | 'expired' | 'unknown';
  visits: number;
}

/** Records that a visitor opened a page and keeps the session alive. */
export async function handler(event: ActivityRequest, context: { awsRequestId: string }): Promise<ActivityAnswer> {
  if (!event.sessionId) throw new TypeError('sessionId is missing');
  const answer = { requestId: context.awsRequestId, sessionId: event.sessionId };
  const session = await loadSession(event.sessionId);
  if (session === null) return { ...answer, status: 'unknown', visits: 0 };
  const now = Date.now();
  if (session.expiresAt <= now) return { ...answer, status: 'expired', visits: session.visits };
  const touched = { ...session, page: event.page, visits: session.visits + 1, expiresAt: now + LIFETIME_MS };
  const saved = await saveSession(touched, session.visits);
  return { ...answer, status: 'active', visits: saved ? touched.visits : session.visits };
}
