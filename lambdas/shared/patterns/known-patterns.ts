import type { KnownPattern } from '../contract/records.ts';
import { LEARNED_PREFIX } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { patternGoneAt } from './forgetting.ts';

/**
 * Learned patterns of one tenant: five a week for two years, and a read of about 1 MB. Beyond them nothing is learned until some are forgotten: logs
 * that make more have messages that vary where no mask looks, and each further pattern would say as little as those.
 */
export const MOST_LEARNED = 500;
/** Records about built-in patterns: several times what the catalogue holds. */
const MOST_BUILT_IN = 500;

/** What a tenant knows of patterns and has not forgotten. */
export async function knownPatterns({ work }: Pick<Ports, 'work'>, tenant: string, now: number): Promise<KnownPattern[]> {
  const listed = await work.patterns.list(tenant, { limit: MOST_LEARNED + MOST_BUILT_IN });
  return listed.filter((pattern) => !isForgotten(pattern, now));
}

/** Learned patterns that are on record, whether forgotten or not: what a tenant's share of the table is bounded by. */
export async function countLearned({ work }: Pick<Ports, 'work'>, tenant: string): Promise<number> {
  return (await work.patterns.list(tenant, { prefix: LEARNED_PREFIX, limit: MOST_LEARNED })).length;
}

/** DynamoDB removes records days after their time, and the local server never does. */
export function isForgotten(pattern: KnownPattern, now: number): boolean {
  const goneAt = patternGoneAt(pattern);
  return goneAt !== null && goneAt <= now;
}

/** What is known of a built-in pattern before anything is: not met, nothing tried. */
export function emptyPattern(tenant: string, id: string, at: number): KnownPattern {
  return {
    id,
    tenant,
    learned: null,
    solutions: [],
    occurrences: 0,
    counting: [],
    firstSeen: at,
    lastSeen: at,
    targets: [],
    effectiveness: [],
    revision: 0,
  };
}
