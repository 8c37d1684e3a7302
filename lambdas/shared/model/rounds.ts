import type { Improvement } from '../contract/records.ts';

type Answered = Pick<Improvement, 'status' | 'rounds' | 'reviews'>;

/** Whether the gates sent the model's last answer back, and it has not answered again. */
export function isSentBack({ status, rounds, reviews }: Answered): boolean {
  return status === 'generated' && rounds !== undefined && (reviews ?? []).length >= rounds.length;
}

/** Whether what is on record is still the model's to change: its decisions then rest on the rounds, which stay as they are. */
export function isInTheMaking({ status, rounds }: Answered): boolean {
  return rounds !== undefined && (status === 'generated' || status === 'refused');
}
