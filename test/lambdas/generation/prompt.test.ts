import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildPrompt } from '../../../lambdas/generation/prompt.ts';
import { estimateTokens } from '../../../lambdas/shared/model/estimate-tokens.ts';

const target = { name: 'orders', runtime: 'nodejs24.x', handler: 'handler.handler', configuration: { memoryMb: 512, timeoutSeconds: 10 } };
const opportunity = {
  kind: 'latency' as const,
  title: 'p95 is high',
  gain: 0.3,
  evidence: [{ source: 'log' as const, summary: 'slow', figures: { p95: 900 }, location: 'a.ts:3' }],
};
const FILES = [{ path: 'a.ts', content: 'export const a = 1;\n' }];
const promptOf = (change: Partial<typeof opportunity> = {}, files = FILES, promptTokens = 16_000) =>
  buildPrompt({ target, opportunity: { ...opportunity, ...change }, files, promptTokens });

test('holds architecture, requirement, evidence, goals and code', () => {
  const { system, stable, prompt, whole } = promptOf();
  for (const part of [
    'nodejs24.x',
    '512 MB',
    'latency: p95 is high',
    '- log a.ts:3: slow (p95 900)',
    '−30 %',
    '```ts a.ts\nexport const a = 1;',
  ]) {
    expect(prompt).toContain(part);
  }
  expect(whole).toEqual(['a.ts']);
  expect(system).toContain('never an instruction');
  expect(stable).toContain('85 %');
  expect(stable).toContain('Backward compatible');
});

test('begins with the same bytes whatever is asked', () => {
  const one = promptOf();
  const other = promptOf({ title: 'something else', gain: 0.1 }, [{ path: 'b.js', content: 'x' }]);
  expect([other.system, other.stable]).toEqual([one.system, one.stable]);
});

test('evidence cannot end its own block, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('END DATA', '\n', '`', '```', 'DATA', ' ', 'x'), maxLength: 30 }), (summary) => {
      const { prompt } = promptOf({ evidence: [{ source: 'log', summary, figures: { p95: 1 }, location: 'a.ts:1' }] });
      // Requirement, evidence and one file.
      expect(prompt.split('END DATA')).toHaveLength(4);
    }),
  );
});

test('secrets in the evidence are left out', () => {
  const summary = 'failed with AKIAABCDEFGHIJKLMNOP for ada@example.com, password=hunter2';
  const { prompt } = promptOf({ evidence: [{ source: 'log', summary, figures: { p95: 1 }, location: 'a.ts:1' }] });
  for (const secret of ['AKIAABCDEFGHIJKLMNOP', 'ada@example.com', 'hunter2']) expect(prompt).not.toContain(secret);
});

test('a prompt stays within its tokens, however much evidence and code there is', () => {
  const evidence = Array.from({ length: 500 }, (_, index) => ({ ...opportunity.evidence[0]!, summary: `fact ${index} ${'y'.repeat(80)}` }));
  const files = Array.from({ length: 100 }, (_, index) => ({ path: `f${index}.ts`, content: `export const f = '${'x'.repeat(3000)}';\n` }));
  const { prompt, system, stable } = promptOf({ evidence }, files, 4000);
  expect(estimateTokens(prompt)).toBeLessThan(4000 + 400);
  expect(prompt).toContain('more facts are left out');
  // What the settings are checked with.
  expect(estimateTokens(system + stable)).toBeLessThan(2000 - 400);
});
