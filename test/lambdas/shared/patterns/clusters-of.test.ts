import { describe, expect, it } from 'vitest';
import { clustersOf, MOST_CLUSTERS } from '../../../../lambdas/shared/patterns/clusters-of.ts';
import { cluster } from '../../../contract/fakes/records.ts';
import { world } from '../../fakes/world.ts';

const fingerprintOf = (index: number) => ({ ...cluster().fingerprint, id: index.toString(16).padStart(16, '0') });

describe('clustersOf', () => {
  it('gives those of the target and the tenant, and never more than two cycles could make', async () => {
    const { ports } = world();
    for (let index = 0; index < 2 * MOST_CLUSTERS + 5; index += 1)
      await ports.work.clusters.create(cluster({ fingerprint: fingerprintOf(index) }));
    await ports.work.clusters.create(cluster({ target: 'orders-api' }));
    await ports.work.clusters.create(cluster({ target: 'orders', tenant: 'other' }));
    const found = await clustersOf(ports, 'default', 'orders');
    expect(found).toHaveLength(2 * MOST_CLUSTERS);
    expect(new Set(found.map(({ target, tenant }) => `${tenant} ${target}`))).toEqual(new Set(['default orders']));
    expect(await clustersOf(ports, 'default', 'order')).toEqual([]);
  });
});
