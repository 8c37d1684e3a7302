import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';
import { typeErrors } from './type-errors.ts';

type Run = (input: unknown) => unknown;

const word = fc.constantFrom('AT', 'DE', '__proto__', 'constructor', '', '0', '1', 'x', 'NaN');
const lines = fc.array(fc.record({ sku: word, quantity: fc.integer({ min: 0, max: 9 }) }), { maxLength: 12 });

/** What the specimens of a kind are run with: their own `run` takes one value of these. */
const INPUTS: Record<string, fc.Arbitrary<unknown>> = {
  'linear-membership': fc.record({ lines, blocked: fc.array(word, { maxLength: 12 }) }),
  'quadratic-accumulation': fc.record({ lines, blocked: fc.array(word, { maxLength: 12 }) }),
  'repeated-construction': fc.record({ lines, blocked: fc.array(word, { maxLength: 12 }) }),
};

/** What a run gives, or throws, as plain data. */
async function outcome(run: Run, input: unknown): Promise<unknown> {
  try {
    return { value: await run(structuredClone(input)) };
  } catch (error) {
    return { error: String(error) };
  }
}

describe.each(Object.entries(INPUTS))('%s', (kind, input) => {
  const all = specimens(kind, 'rewritten');

  test.each(all.map((specimen) => [specimen.name, specimen] as const))('%s gives the same before and after', async (_name, specimen) => {
    const before = (await loadSource(specimen.file))['run'] as Run;
    const after = (await loadSource({ path: specimen.file.path, content: specimen.expected }))['run'] as Run;
    await fc.assert(
      fc.asyncProperty(input, async (value) => {
        expect(await outcome(after, value)).toEqual(await outcome(before, value));
      }),
      { numRuns: 100 },
    );
  });

  test('what was typed stays typed', () => {
    const typed = all.filter(({ name }) => name.endsWith('.ts'));
    const errors = typeErrors([
      ...typed.map(({ file }) => ({ ...file, path: `before/${file.path}` })),
      ...typed.map(({ file, expected }) => ({ path: `after/${file.path}`, content: expected })),
    ]);
    expect(typed.length).toBeGreaterThan(0);
    expect(Object.entries(errors).filter(([, messages]) => messages.length > 0)).toEqual([]);
  });
});
