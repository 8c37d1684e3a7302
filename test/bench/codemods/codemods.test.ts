import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCases } from '../../../bench/codemods/read-case.ts';
import { findSites } from '../../../lambdas/shared/source/find-sites.ts';

/** What no proof reaches yet; `npm run bench -- codemods` says why. A new proof takes its case off this list. */
const NOT_PROVEN = new Set(['gets-at-once', 'memo-for-ever', 'memo-of-prices', 'pattern-each-time']);

const cases = await readCases(path.resolve(import.meta.dirname, '../../../bench/codemods/corpus'));
const of = (expected: 'improvable' | 'look-alike') =>
  cases.filter((each) => each.expect === expected).map((each) => [each.name, each] as const);

test('the corpus is as large as the benchmark promises', () => {
  expect(of('improvable').length).toBeGreaterThanOrEqual(30);
  expect(of('look-alike').length).toBeGreaterThanOrEqual(30);
});

describe('without running anything', () => {
  test.each(of('improvable'))('%s is seen, with a proof', (name, { kind, files }) => {
    const found = findSites(files).some((site) => site.kind === kind && site.status === 'applicable');
    expect(found).toBe(!NOT_PROVEN.has(name));
  });

  test.each(of('look-alike'))('%s is left alone', (_name, { kind, files }) => {
    expect(findSites(files).filter((site) => site.kind === kind && site.status === 'applicable')).toEqual([]);
  });
});
