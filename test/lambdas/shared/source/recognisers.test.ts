import { describe, expect, test } from 'vitest';
import { findCacheableReads } from '../../../../lambdas/shared/source/recognisers/cacheable-reads.ts';
import { findClientsPerInvocation } from '../../../../lambdas/shared/source/recognisers/clients-per-invocation.ts';
import { findConnections } from '../../../../lambdas/shared/source/recognisers/connections.ts';
import { findDuplicateCalls } from '../../../../lambdas/shared/source/recognisers/duplicate-calls.ts';
import { findNPlusOnes } from '../../../../lambdas/shared/source/recognisers/n-plus-one.ts';
import { findInefficientAlgorithm } from '../../../../lambdas/shared/source/recognisers/inefficient-algorithm.ts';
import { findLinearMembership } from '../../../../lambdas/shared/source/recognisers/linear-membership.ts';
import { findQuadraticAccumulation } from '../../../../lambdas/shared/source/recognisers/quadratic-accumulation.ts';
import { findRepeatedConstruction } from '../../../../lambdas/shared/source/recognisers/repeated-construction.ts';
import { findSequentialAwaits } from '../../../../lambdas/shared/source/recognisers/sequential-awaits.ts';
import type { Site } from '../../../../lambdas/shared/source/sites.ts';
import { findBlockingIo } from '../../../../lambdas/shared/source/recognisers/blocking-io.ts';
import { findFloatingPromises } from '../../../../lambdas/shared/source/recognisers/floating-promise.ts';
import { findUnboundedWaits } from '../../../../lambdas/shared/source/recognisers/unbounded-wait.ts';
import { findUnboundedGrowth } from '../../../../lambdas/shared/source/recognisers/unbounded-growth.ts';
import { findWholeImports } from '../../../../lambdas/shared/source/recognisers/whole-imports.ts';
import type { SourceFile } from '../../../../lambdas/shared/contract/records.ts';
import { specimens } from '../../generation/corpus.ts';

const RECOGNISERS: Record<string, (file: SourceFile, files?: readonly SourceFile[]) => Site[]> = {
  'n-plus-one': findNPlusOnes,
  'duplicate-call': findDuplicateCalls,
  'connection-not-reused': findConnections,
  'whole-sdk-import': findWholeImports,
  'sequential-awaits': findSequentialAwaits,
  'client-per-invocation': findClientsPerInvocation,
  'uncached-read': findCacheableReads,
  'memory-growth': findUnboundedGrowth,
  'linear-membership': findLinearMembership,
  'inefficient-algorithm': findInefficientAlgorithm,
  'repeated-construction': findRepeatedConstruction,
  'quadratic-accumulation': findQuadraticAccumulation,
  'unbounded-wait': findUnboundedWaits,
  'floating-promise': findFloatingPromises,
  'blocking-io': findBlockingIo,
};

describe.each(Object.entries(RECOGNISERS))('%s', (kind, find) => {
  test.each(specimens(kind, 'refused').map((specimen) => [specimen.name, specimen] as const))(
    'refuses %s, and says why',
    (_name, { file, files, reason }) => {
      const sites = find(file, files);
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

  test.each(specimens(kind, 'none').map((specimen) => [specimen.name, specimen] as const))(
    'sees nothing in %s',
    (_name, { file, files }) => {
      expect(find(file, files)).toEqual([]);
    },
  );
});

test.each([
  'n-plus-one',
  'duplicate-call',
  'sequential-awaits',
  'client-per-invocation',
  'uncached-read',
  'linear-membership',
  'repeated-construction',
  'quadratic-accumulation',
  'floating-promise',
  'blocking-io',
])('a site of %s has the place and the words that a report shows', (kind) => {
  for (const { file, files } of specimens(kind, 'rewritten')) {
    const sites = RECOGNISERS[kind]?.(file, files).filter((site) => site.status === 'applicable') ?? [];
    expect(sites.length).toBeGreaterThan(0);
    for (const site of sites) {
      expect(file.content.slice(0, site.start).split('\n')).toHaveLength(site.line);
      expect(site).toMatchObject({ kind, file: file.path });
      expect(site.summary).not.toBe('');
      expect(site.functionName).not.toBeNull();
    }
  }
});

test.each(specimens('inefficient-algorithm', 'found').map((specimen) => [specimen.name, specimen] as const))(
  'finds work that grows with the product of two lists in %s',
  (_name, { file }) => {
    const sites = findInefficientAlgorithm(file);
    expect(sites).toMatchObject([{ status: 'applicable', kind: 'inefficient-algorithm' }]);
    expect(file.content.slice(0, sites[0]?.start).split('\n')).toHaveLength(sites[0]?.line ?? 0);
  },
);

test('a file that does not parse has no sites', () => {
  const broken = { path: 'broken.js', content: 'for (const' };
  for (const find of Object.values(RECOGNISERS)) expect(find(broken)).toEqual([]);
});

test.each([
  ["join(__dirname, '../settings.json')", 'applicable'],
  ["join(__dirname, 'a/../../settings.json')", 'applicable'],
  ["resolve(__dirname, '..', 'settings.json')", 'applicable'],
  ["join(dirname(__filename), './..', 'settings.json')", 'applicable'],
  ["__dirname + '/../settings.json'", 'applicable'],
  ["new URL('../settings.json', import.meta.url)", 'applicable'],
  ["'data/../settings.json'", 'applicable'],
  ["'..settings.json'", 'applicable'],
  ["'/opt/settings.json'", 'applicable'],
  ["join(__dirname, '../../settings.json')", 'refused'],
  ["__dirname + '/../../settings.json'", 'refused'],
  ["join(__dirname, '..') + '/../settings.json'", 'refused'],
  ["new URL('../../../tmp/settings.json', import.meta.url)", 'refused'],
  ["'../settings.json'", 'refused'],
  ["join('data', '..', '../settings.json')", 'refused'],
  ["'/opt/../tmp/settings.json'", 'refused'],
  ["new URL('file://elsewhere/settings.json')", 'refused'],
])('reading %s, in a folder of the package, is %s to be kept', (place, status) => {
  const content = `import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
export const run = () => readFileSync(${place}, 'utf8');
`;
  expect(findBlockingIo({ path: 'lib/settings.js', content }).map((site) => site.status)).toEqual([status]);
});
