import type { AuditRecord, Improvement } from '../contract/records.ts';
import { refTo } from './refs.ts';

/** The records of an improvement's story, oldest first: how its opportunity was chosen, and all that was decided about it since. */
export function storyOf<R extends Pick<AuditRecord, 'about' | 'sequence'>>(
  { id, opportunityId }: Pick<Improvement, 'id' | 'opportunityId'>,
  records: readonly R[],
): R[] {
  const subjects = new Set([refTo('improvement', id), refTo('opportunity', opportunityId)]);
  return records.filter(({ about = [] }) => about.some((ref) => subjects.has(ref))).toSorted((a, b) => a.sequence - b.sequence);
}
