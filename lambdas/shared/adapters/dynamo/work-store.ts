import { Anomaly, Cycle, FailureCluster, Improvement, KnownPattern, Opportunity, Recommendation } from '../../contract/records.ts';
import { CorruptRecord } from '../../errors.ts';
import { clusterGoneAt, patternGoneAt } from '../../patterns/forgetting.ts';
import type { WorkStore } from '../../ports.ts';
import { usageKey } from './keys.ts';
import { placeName } from './record-codec.ts';
import { recordStore } from './record-store.ts';
import { table } from './table.ts';
import type { StoreOptions } from './table.ts';

/** A unit's count is an attribute of its own, so that two functions can add to one item without reading it. */
const UNIT_PREFIX = 'unit:';

/** Anomalies, opportunities, recommendations, improvements, cycles, failure clusters and patterns, and the cycles' metered units, in the opportunities table. */
export function dynamoWorkStore(options: StoreOptions): WorkStore {
  const items = table(options);
  return {
    anomalies: recordStore(items, 'anomaly', Anomaly),
    opportunities: recordStore(items, 'opportunity', Opportunity),
    recommendations: recordStore(items, 'recommendation', Recommendation),
    improvements: recordStore(items, 'improvement', Improvement),
    cycles: recordStore(items, 'cycle', Cycle),
    clusters: recordStore(items, 'cluster', FailureCluster, clusterGoneAt),
    patterns: recordStore(items, 'pattern', KnownPattern, patternGoneAt),
    async addUsage(tenant, cycleId, units) {
      const counted = Object.entries(units).filter(([, amount]) => amount !== 0);
      const bad = counted.find(([, amount]) => !Number.isFinite(amount) || amount < 0);
      if (bad !== undefined) throw new TypeError(`usage of ${cycleId}: ${bad[0]}: found ${bad[1]}; expected a finite number of at least 0`);
      if (counted.length === 0) return;
      await items.update(
        usageKey(tenant, cycleId),
        {
          text: `ADD ${counted.map((_, index) => `#u${index} :u${index}`).join(', ')}`,
          names: Object.fromEntries(counted.map(([unit], index) => [`#u${index}`, `${UNIT_PREFIX}${unit}`])),
          values: Object.fromEntries(counted.map(([, amount], index) => [`:u${index}`, amount])),
        },
        null,
      );
    },
    async usage(tenant, cycleId) {
      const key = usageKey(tenant, cycleId);
      const item = (await items.get(key)) ?? {};
      const units: Record<string, number> = {};
      for (const [name, amount] of Object.entries(item)) {
        if (!name.startsWith(UNIT_PREFIX)) continue;
        if (typeof amount !== 'number') {
          throw new CorruptRecord(`${placeName({ table: items.name, ...key })}: ${name}: found ${typeof amount}; expected a number`);
        }
        units[name.slice(UNIT_PREFIX.length)] = amount;
      }
      return units;
    },
  };
}
