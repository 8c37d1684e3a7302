import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundedConcurrency } from '../../../lambdas/generation/codemods/bounded-concurrency.ts';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';

/** What an item does: waits for so many turns of the event loop's microtasks, then fails or answers. */
interface Item {
  turns: number;
  fails: boolean;
}
type Run = (ids: number[], load: (id: number) => Promise<string>) => Promise<unknown>;
type Outcome = { value: unknown } | { error: unknown };

const items = fc.array(fc.record({ turns: fc.nat(12), fails: fc.boolean().map((fails) => fails) }), { maxLength: 24 });
const mostlyFine = fc.array(fc.record({ turns: fc.nat(12), fails: fc.constant(false) }), { maxLength: 24 });

async function observe(run: Run, plan: readonly Item[]): Promise<{ outcome: Outcome; most: number; inFlight: number }> {
  let inFlight = 0;
  let most = 0;
  const load = async (id: number): Promise<string> => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    const item = plan[Math.floor(id) % Math.max(1, plan.length)] ?? { turns: 0, fails: false };
    for (let turn = 0; turn < item.turns; turn += 1) await Promise.resolve();
    inFlight -= 1;
    if (item.fails) throw new Error(`item ${id}`);
    return `answer ${id}`;
  };
  const outcome = await run(
    plan.map((_, index) => index),
    load,
  ).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { outcome, most, inFlight };
}

const runnable = specimens('sequential-awaits', 'rewritten').filter((specimen) => specimen.name.endsWith('.js'));

describe.each(runnable.map((specimen) => [specimen.name, specimen] as const))('%s, before and after', (_name, { file, expected }) => {
  test('gives the same results in the same order, or the same error, and leaves nothing in flight', async () => {
    const before = (await loadSource(file))['run'] as Run;
    const after = (await loadSource({ path: file.path, content: expected }))['run'] as Run;
    await fc.assert(
      fc.asyncProperty(fc.oneof(items, mostlyFine), async (plan) => {
        const old = await observe(before, plan);
        const now = await observe(after, plan);
        expect(now.outcome).toEqual(old.outcome);
        expect(now.inFlight).toBe(0);
        expect(old.most).toBeLessThanOrEqual(1);
        expect(now.most).toBeLessThanOrEqual(8);
      }),
      { numRuns: 60 },
    );
  });

  test('has more than one item in flight afterwards', async () => {
    const after = (await loadSource({ path: file.path, content: expected }))['run'] as Run;
    const { most } = await observe(
      after,
      Array.from({ length: 20 }, () => ({ turns: 5, fails: false })),
    );
    expect(most).toBeGreaterThan(1);
  });
});

test('any loop body that is proven independent keeps its results, whatever the names', async () => {
  const name = fc.constantFrom('id', 'item', 'results', 'result', 'mapBounded', 'index', 'queue');
  await fc.assert(
    fc.asyncProperty(name, fc.constantFrom('out', 'list', 'collected'), fc.boolean(), mostlyFine, async (item, out, direct, plan) => {
      const body = direct ? `${out}.push(await load(${item}));` : `const got = await load(${item});\n    ${out}.push({ got });`;
      const content = `export async function run(ids, load) {\n  const ${out} = [];\n  for (const ${item} of ids) {\n    ${body}\n  }\n  return ${out};\n}\n`;
      const result = boundedConcurrency.apply({ path: 'a.js', content }, [], () => true);
      if (!result.applied) throw new Error(result.reason);
      const before = (await loadSource({ path: 'a.js', content }))['run'] as Run;
      const after = (await loadSource(result.file))['run'] as Run;
      expect((await observe(after, plan)).outcome).toEqual((await observe(before, plan)).outcome);
    }),
    { numRuns: 25 },
  );
});
