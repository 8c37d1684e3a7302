import { dayTime } from '../shared/detection/words.ts';
import { StaleRecord } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { DAY_MS } from '../shared/time.ts';
import { recordsSince } from './records-of-cycle.ts';

/** The longest that a question may stay open (contract/settings.ts), and a day for the rollout that asked it. */
const LOOK_BACK_MS = 31 * DAY_MS;

/** Closes what waited for a person who didn't answer in time: its target is free for the next attempt. Nothing of it was ever deployed. */
export async function dropExpired({ work, audit, clock }: Pick<Ports, 'work' | 'audit' | 'clock'>, tenant: string): Promise<void> {
  const now = clock();
  for (const improvement of await recordsSince(work.improvements, tenant, now - LOOK_BACK_MS)) {
    const { approval, status, id, target, title, confidence, risk } = improvement;
    if (status !== 'awaiting-approval' || approval === null || now < approval.expiresAt) continue;
    const reason = `not deployed: nobody had answered by ${dayTime(approval.expiresAt)}`;
    await audit.append({
      tenant,
      key: `reporting/improvement/${id}/expired/${approval.askedAt}`,
      actor: 'kaizen:reporting',
      action: 'not-deployed',
      subject: target,
      summary: `Improvement ${id} of ${target} (${title}): ${reason}`,
      confidence,
      risk,
      evidence: [],
      at: now,
    });
    try {
      await work.improvements.update({ ...improvement, status: 'not-deployed', reason, updatedAt: now });
    } catch (error) {
      // A person answered at this very moment: their word holds.
      if (!(error instanceof StaleRecord)) throw error;
    }
  }
}
