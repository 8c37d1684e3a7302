import type { ControlStore } from '../../../lambdas/shared/ports.ts';

/** Permits among the locks of a fake control store, so that a test sees both when it looks for what is still held. */
export function memoryPermits(
  locks: () => Map<string, { owner: string; until: number }>,
): Pick<ControlStore, 'acquirePermit' | 'releasePermit'> {
  const place = (key: string, owner: string): string => `permit ${key} ${owner}`;
  return {
    async acquirePermit(key, owner, limit, leaseMs, now) {
      const others = [...locks()].filter(([name, held]) => name.startsWith(place(key, '')) && held.owner !== owner && held.until > now);
      if (others.length >= limit) return false;
      locks().set(place(key, owner), { owner, until: now + leaseMs });
      return true;
    },
    async releasePermit(key, owner) {
      locks().delete(place(key, owner));
    },
  };
}
