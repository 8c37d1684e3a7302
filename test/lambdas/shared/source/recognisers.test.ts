import { describe, expect, test } from 'vitest';
import { findCacheableReads } from '../../../../lambdas/shared/source/recognisers/cacheable-reads.ts';
import { findClientsPerInvocation } from '../../../../lambdas/shared/source/recognisers/clients-per-invocation.ts';
import { findSequentialAwaits } from '../../../../lambdas/shared/source/recognisers/sequential-awaits.ts';
import type { Site } from '../../../../lambdas/shared/source/sites.ts';
import { findBlockingIo } from '../../../../lambdas/shared/source/recognisers/blocking-io.ts';
import { findFloatingPromises } from '../../../../lambdas/shared/source/recognisers/floating-promise.ts';
import { findUnboundedWaits } from '../../../../lambdas/shared/source/recognisers/unbounded-wait.ts';
import { findUnboundedGrowth } from '../../../../lambdas/shared/source/recognisers/unbounded-growth.ts';
import type { SourceFile } from '../../../../lambdas/shared/contract/records.ts';
import { specimens } from '../../generation/corpus.ts';

const RECOGNISERS: Record<string, (file: SourceFile) => Site[]> = {
  'sequential-awaits': findSequentialAwaits,
  'client-per-invocation': findClientsPerInvocation,
  'uncached-read': findCacheableReads,
  'memory-growth': findUnboundedGrowth,
  'unbounded-wait': findUnboundedWaits,
  'floating-promise': findFloatingPromises,
  'blocking-io': findBlockingIo,
};

describe.each(Object.entries(RECOGNISERS))('%s', (kind, find) => {
  test.each(specimens(kind, 'refused').map((specimen) => [specimen.name, specimen] as const))(
    'refuses %s, and says why',
    (_name, { file, reason }) => {
      const sites = find(file);
      expect(sites.map((site) => site.status)).toContain('refused');
      expect(
        sites
          .filter((site) => site.status === 'refused')
          .map((site) => site.reason)
          .join('\n'),
      ).toContain(reason);
      expect(reason).not.toBe('');
      expect(sites.filter((site) => site.status === 'applicable')).toEqual([]);
    },
  );

  test.each(specimens(kind, 'none').map((specimen) => [specimen.name, specimen] as const))('sees nothing in %s', (_name, { file }) => {
    expect(find(file)).toEqual([]);
  });
});

test.each(['sequential-awaits', 'client-per-invocation', 'uncached-read', 'floating-promise', 'blocking-io'])(
  'a site of %s has the place and the words that a report shows',
  (kind) => {
    for (const { file } of specimens(kind, 'rewritten')) {
      const sites = RECOGNISERS[kind]?.(file).filter((site) => site.status === 'applicable') ?? [];
      expect(sites.length).toBeGreaterThan(0);
      for (const site of sites) {
        expect(file.content.slice(0, site.start).split('\n')).toHaveLength(site.line);
        expect(site).toMatchObject({ kind, file: file.path });
        expect(site.summary).not.toBe('');
        expect(site.functionName).not.toBeNull();
      }
    }
  },
);

test('a file that does not parse has no sites', () => {
  const broken = { path: 'broken.js', content: 'for (const' };
  for (const find of Object.values(RECOGNISERS)) expect(find(broken)).toEqual([]);
});
