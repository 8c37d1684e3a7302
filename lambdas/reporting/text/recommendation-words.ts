import type { Recommendation } from '../../shared/contract/records.ts';

/** A recommendation below its title: what it is worth, what to do, why Kaizen doesn't, and its id, a line each. */
export function recommendationLines({
  impact,
  score,
  action,
  why,
  id,
}: Pick<Recommendation, 'impact' | 'score' | 'action' | 'why' | 'id'>): string[] {
  return [
    impact,
    `to do: ${action.words}`,
    ...(action.command === null ? [] : [`by: ${action.command}`]),
    `left to people: ${why}`,
    `id ${id}, score ${score.toFixed(2)}`,
  ];
}
