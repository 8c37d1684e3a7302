import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCorpus } from '../../../bench/gates/read-corpus.ts';
import { forItsReason, tryAnswer } from '../../../bench/gates/try-answer.ts';
import type { Tools } from '../../../lambdas/validation/check.ts';

/** What only a run, or the compiler, can find: `npm run bench -- gates` has both. */
const NEEDS_A_RUN = /^(?:tests|coverage|TS\d+)$/;

const { packages, entries } = readCorpus(path.resolve(import.meta.dirname, '../../../bench/gates/corpus'));
const tools: Tools = { runner: { run: async () => ({ none: 'not run' }) }, types: { check: async () => ({ none: 'not asked' }) } };

test('the corpus is as large as the benchmark promises', () => {
  expect(entries.filter(({ expect: wanted }) => wanted === 'rejected').length).toBeGreaterThanOrEqual(80);
  expect(entries.filter(({ expect: wanted }) => wanted === 'accepted').length).toBeGreaterThanOrEqual(40);
});

describe.each(['rejected', 'accepted'] as const)('without running anything: %s', (wanted) => {
  const those = entries.filter(({ expect: expected, rule }) => expected === wanted && !NEEDS_A_RUN.test(rule ?? ''));
  test.each(those.map((entry) => [`${entry.class}/${entry.name}`, entry] as const))('%s', async (_name, entry) => {
    const tried = await tryAnswer(entry, packages.get(entry.package) ?? [], tools);
    expect(tried).toMatchObject({ outcome: wanted });
    if (wanted === 'rejected') expect(forItsReason(tried), JSON.stringify(tried.gates)).toBe(true);
  });
});
