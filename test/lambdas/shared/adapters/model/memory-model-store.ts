import type { ModelHealth, ModelStore } from '../../../../../lambdas/shared/adapters/model/model-store.ts';

/** Health and purses in memory, shared by whoever is given it. */
export function memoryModelStore(): ModelStore {
  const healths = new Map<string, ModelHealth>();
  const purses = new Map<string, Map<string, number>>();
  const health = (id: string): ModelHealth => healths.get(id) ?? { breaker: null, latencyMs: null };
  const purse = (tenant: string, name: string) => {
    const key = `${tenant}/${name}`;
    const found = purses.get(key) ?? new Map<string, number>();
    purses.set(key, found);
    return found;
  };
  return {
    health: async (id) => health(id),
    changeHealth: async (id, change) => void healths.set(id, structuredClone(await change(health(id)))),
    async reserve({ tenant, name, limit }, hold, dollars) {
      const spent = purse(tenant, name);
      if ([...spent.values()].reduce((sum, each) => sum + each, 0) + dollars > limit) return false;
      spent.set(hold, dollars);
      return true;
    },
    settle: async ({ tenant, name }, hold, dollars) => void purse(tenant, name).set(hold, dollars),
  };
}
