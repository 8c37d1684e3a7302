import { describe, expect, it } from 'vitest';
import { BUILDS } from '../../../bench/fingerprints/builds.ts';
import { measure, measureService } from '../../../bench/fingerprints/measure.ts';
import { recorded, RECORDED_RUNTIMES } from '../../../bench/fingerprints/recorded.ts';

const build = (name: string) => BUILDS.find((each) => each.name === name) ?? expect.fail(`no build ${name}`);

/** Two failures that a stack does not tell apart: the frames above the SDK hold no function, or a minifier took their names. */
describe('failures before and after a deployment, as real builds print them', () => {
  it.each([
    ['orders', 'typescript'],
    ['orders', 'split-hashed'],
    ['orders', 'minified'],
    ['parcels', 'swc-es2015'],
    ['table', 'bundled'],
  ])('%s, %s: known again and kept apart', async (service, name) => {
    const { same, forms, apart } = await measureService(service, build(name));
    expect([same.wrong, forms.wrong, apart.wrong]).toEqual([[], [], []]);
    expect(apart.of).toBeGreaterThanOrEqual(12);
  });

  it('can not tell apart what a minifier took the names of', async () => {
    const { same, apart } = await measureService('alike', build('minified'));
    expect(same.wrong).toEqual([]);
    // Four of the six functions are no methods: their six pairs, in both forms.
    expect(apart.wrong).toHaveLength(12);
  });

  it.each(RECORDED_RUNTIMES)('recorded of %s', (runtime) => {
    const { same, apart } = measure(recorded(runtime, 'v1'), recorded(runtime, 'v2'));
    expect([same.wrong, apart.wrong]).toEqual([[], []]);
    expect(same.of).toBeGreaterThanOrEqual(4);
  });

  it('counts what is not read as wrong', () => {
    expect(measure({ a: { thrown: '', written: '' } }, { a: { thrown: '', written: '' } }).same).toMatchObject({ right: 0, of: 2 });
  });
});
