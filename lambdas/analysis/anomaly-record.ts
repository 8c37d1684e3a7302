import { createHash } from 'node:crypto';
import type { Anomaly, Target } from '../shared/contract/records.ts';
import { timePrefix } from '../shared/time.ts';
import type { AnomalyDraft } from './target-context.ts';

/** Hex digits of a discriminator in an id: 48 bits. */
const HASH_DIGITS = 12;

/** The record of an anomaly found in the window that ends at `windowEnd`; the same anomaly of the same window has the same id. */
export function anomalyRecord(target: Target, windowEnd: number, { discriminator, ...draft }: AnomalyDraft): Anomaly {
  const hash = discriminator === '' ? [] : [createHash('sha256').update(discriminator).digest('hex').slice(0, HASH_DIGITS)];
  return {
    id: [timePrefix(windowEnd), target.name, draft.type, ...(draft.series === null ? [] : [draft.series]), ...hash].join('-'),
    tenant: target.tenant,
    target: target.name,
    ...draft,
    acknowledged: false,
    resolution: null,
    revision: 0,
  };
}
