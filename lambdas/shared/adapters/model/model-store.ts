import type { BreakerState } from './breaker.ts';

/** How a model fared of late, shared by all invocations. */
export interface ModelHealth {
  breaker: BreakerState;
  /** Moving average of the time of its answers, ms; null: it has not answered yet. */
  latencyMs: number | null;
}

/** Money that may be spent on models: of a tenant in a day (UTC), or on an opportunity. */
export interface Purse {
  tenant: string;
  name: `day#${string}` | `opportunity#${string}`;
  /** Dollars that may be spent from it altogether. */
  limit: number;
  /** From when on nobody asks for it any more, epoch ms. */
  until: number;
}

/** What the router keeps between invocations. */
export interface ModelStore {
  health(modelId: string): Promise<ModelHealth>;
  /** Reads, changes and writes, again when somebody else wrote in between. */
  changeHealth(modelId: string, change: (health: ModelHealth) => Promise<ModelHealth>): Promise<void>;
  /**
   * Sets dollars aside under the name `hold`; false when the purse has no room for them. The same hold again is set aside once. What is never
   * settled stays set aside: an answer whose bill nobody wrote down counts as the dearest.
   */
  reserve(purse: Purse, hold: string, dollars: number): Promise<boolean>;
  /** Puts what was really spent in the hold's place; once. */
  settle(purse: Purse, hold: string, dollars: number): Promise<void>;
}
