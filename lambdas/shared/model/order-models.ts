/** What is known of a model when it is to be placed. */
export interface KnownModel {
  id: string;
  /** closed: healthy; probing: its pause after failures is over, and one call may show whether it is back; open: not to be asked. */
  breaker: 'closed' | 'probing' | 'open';
  /** Usual time of an answer, ms; null: it has not answered yet. */
  latencyMs: number | null;
  /** Changes of this tenant that it wrote and that a rollout decided about, and how many of them were kept. */
  tried: number;
  kept: number;
  /** What an answer to this request is expected to cost, dollars. */
  dollars: number;
}

/** Outcomes from which on a model's record counts: below, one lucky rollout would turn the owner's order round. */
export const MIN_TRIED = 5;

/**
 * What a second of waiting is worth, dollars: it delays one improvement of a cycle that has minutes, so it only decides between models
 * that are otherwise alike. Twenty times what the waiting handler costs by itself (1 GB at $0.0000133334 a GB-second).
 */
const DOLLARS_PER_SECOND = 0.00027;

/**
 * Expected price of one change that is kept: (dollars of an answer + its time x DOLLARS_PER_SECOND) / share kept, the share being the mean of
 * the Beta posterior over a uniform prior, (kept + 1) / (tried + 2) (Laplace's rule of succession).
 */
export function priceOfSuccess({ dollars, latencyMs, tried, kept }: KnownModel): number {
  return (dollars + ((latencyMs ?? 0) / 1000) * DOLLARS_PER_SECOND) / ((kept + 1) / (tried + 2));
}

const RANK: Record<KnownModel['breaker'], number> = { closed: 0, probing: 1, open: 2 };

/**
 * The order in which models are asked. The configured order stands, except that models with a record change places among themselves, the
 * least price of a success first; and whatever its place, a healthy model comes before one that is being probed, and that before one
 * whose breaker is open.
 */
export function orderModels<T extends KnownModel>(configured: readonly T[]): T[] {
  const recorded = configured.filter(({ tried }) => tried >= MIN_TRIED).toSorted((a, b) => priceOfSuccess(a) - priceOfSuccess(b));
  const placed = configured.map((model) => (model.tried >= MIN_TRIED ? (recorded.shift() ?? model) : model));
  return placed.toSorted((a, b) => RANK[a.breaker] - RANK[b.breaker]);
}
