import type { Ports } from '../shared/ports.ts';

/**
 * Whether a decision of this key is on the tenant's audit. Reads the whole trail: only for what happens rarely and has no
 * record of its own that could say so.
 */
export async function alreadyAudited({ audit }: Pick<Ports, 'audit'>, tenant: string, key: string): Promise<boolean> {
  return (await audit.list(tenant)).some((record) => record.key === key);
}
