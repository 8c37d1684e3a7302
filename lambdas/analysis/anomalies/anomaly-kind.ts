import { createHash } from 'node:crypto';
import type { Anomaly, AnomalyDraft } from '../../shared/contract/records.ts';
import { timePrefix } from '../../shared/time.ts';

/** Hex digits of a discriminator in an id: 48 bits. */
const HASH_DIGITS = 12;

/** Length of the time in front of an id, with its dash. */
const PREFIX_LENGTH = timePrefix(0).length + 1;

/** What an anomaly of a target is about, whenever it began: target, type, series, discriminator. */
export function kindOf(target: string, { type, series, discriminator }: Pick<AnomalyDraft, 'type' | 'series' | 'discriminator'>): string {
  const hash = discriminator === '' ? [] : [createHash('sha256').update(discriminator).digest('hex').slice(0, HASH_DIGITS)];
  return [target, type, ...(series === null ? [] : [series]), ...hash].join('-');
}

/** Id of the anomaly that began in the minute `since`: the same draft always gives the same one, and ids sort by time. */
export function anomalyId(target: string, draft: Pick<AnomalyDraft, 'type' | 'series' | 'discriminator' | 'since'>): string {
  return `${timePrefix(draft.since)}-${kindOf(target, draft)}`;
}

/** Whether a stored anomaly is about the same as a draft. */
export function isOfKind(anomaly: Pick<Anomaly, 'id'>, kind: string): boolean {
  return anomaly.id.slice(PREFIX_LENGTH) === kind;
}
