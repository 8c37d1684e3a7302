import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../../lambdas/shared/contract/records.ts';
import { namedSource, type NamedSource } from '../../../../lambdas/shared/source/named-source.ts';

const HANDLER: SourceFile = { path: 'index.js', content: 'export const handler = async (event) => {\n  return { ok: event.ok };\n};\n' };
const HELPER: SourceFile = { path: 'lib/sum.js', content: 'export const sum = (a, b) => a + b;\n' };
const TEST: SourceFile = { path: 'test/index.test.js', content: "import test from 'node:test';\n" };
const BUNDLE: SourceFile = { path: 'index.js', content: `var __webpack_modules__ = {};\n${HANDLER.content}` };
const manifest = (content: object | string): SourceFile => ({
  path: 'kaizen.json',
  content: typeof content === 'string' ? content : JSON.stringify(content),
});
const under = (folder: string, files: readonly SourceFile[]) => files.map(({ path, content }) => ({ path: `${folder}/${path}`, content }));

const given = (changes: Partial<NamedSource>) =>
  namedSource({
    target: { runtime: 'nodejs24.x', handler: 'index.handler' },
    archive: [HANDLER, HELPER, TEST],
    folder: '',
    place: 's3://sources/orders.zip',
    codeSha256: 'sha-of-3',
    deployed: { files: [HANDLER, HELPER] },
    ...changes,
  });

describe('an archive with the scripts of the package', () => {
  it('counts as the package, with its tests', () => {
    expect(given({})).toEqual({
      ok: true,
      files: [HANDLER, HELPER, TEST],
      handler: 'index.handler',
      origin: 'package',
      place: 's3://sources/orders.zip, whose scripts are those of the package',
    });
  });

  it('does so from a folder of it, and from a root in that', () => {
    const all = [...under('services/orders', [manifest({ root: 'src/' }), ...under('src', [HANDLER, HELPER, TEST])]), HANDLER];
    expect(given({ archive: all, folder: 'services/orders' })).toMatchObject({ origin: 'package', files: [HANDLER, HELPER, TEST] });
  });

  it('may hold more scripts than the package, and tests of the package may differ', () => {
    const archive = [HANDLER, HELPER, TEST, { path: 'build.config.js', content: 'export default {};\n' }];
    expect(given({ archive, deployed: { files: [HANDLER, HELPER, { ...TEST, content: '' }] } })).toMatchObject({ origin: 'package' });
  });
});

describe('an archive that is built into the package', () => {
  it('is named, with how it is built', () => {
    const archive = [{ ...HANDLER, path: 'src/orders.ts' }, TEST, manifest({ handler: 'src/orders.handler', build: 'npm run build' })];
    expect(given({ archive, deployed: { files: [BUNDLE] } })).toMatchObject({
      ok: true,
      origin: 'named',
      handler: 'src/orders.handler',
      place: 's3://sources/orders.zip, built by npm run build',
    });
  });

  it.each([
    ['a script is only in the package', { deployed: { files: [HANDLER, HELPER, { ...HELPER, path: 'generated.js' }] } }],
    ['the package can’t be read', { deployed: null }],
    ['the package is a bundle of the same name', { deployed: { files: [BUNDLE] } }],
    [
      'a build is named and a script differs',
      { archive: [HANDLER, manifest({ build: 'make' })], deployed: { files: [{ ...HANDLER, content: '//\n' + HANDLER.content }] } },
    ],
    ['the package has no script', { deployed: { files: [{ path: 'package.json', content: '{}' }] } }],
  ])('is named where %s', (_name, changes) => {
    expect(given(changes)).toMatchObject({ ok: true, origin: 'named' });
  });
});

describe('an archive that is of no use', () => {
  it.each([
    ['belongs to another package', { archive: [HANDLER, manifest({ version: 'sha-of-2' })] }, 'stale-source', /sha-of-2.*sha-of-3/],
    [
      'is another state of what is deployed',
      { archive: [{ ...HANDLER, content: HANDLER.content + '// later\n' }, HELPER] },
      'stale-source',
      /^index\.js of /,
    ],
    ['is a bundle itself', { archive: [BUNDLE] }, 'bundled', /webpack.*must hold what people wrote/],
    ['has no handler', { archive: [HELPER] }, 'unreadable', /no script for the handler index\.handler/],
    ['names a handler that it has not', { archive: [HANDLER, manifest({ handler: 'app.handler' })] }, 'unreadable', /app\.handler/],
    ['has nothing in its folder', { folder: 'services' }, 'unreadable', /no script/],
    ['names a root outside', { archive: [HANDLER, manifest({ root: '../other' })] }, 'unreadable', /no script/],
    ['has a manifest that is no JSON', { archive: [HANDLER, manifest('{')] }, 'unreadable', /kaizen\.json of s3:.*no JSON/],
    ['has a manifest with an unknown field', { archive: [HANDLER, manifest({ test: 'x' })] }, 'unreadable', /kaizen\.json/],
    ['has a manifest with a wrong one', { archive: [HANDLER, manifest({ root: 1 })] }, 'unreadable', /root: /],
    ['is of another language', { target: { runtime: 'python3.13', handler: 'index.handler' } }, 'not-javascript', /python3\.13/],
  ] as [string, Partial<NamedSource>, string, RegExp][])('since it %s', (_name, changes, problem, reason) => {
    expect(given(changes)).toEqual({ ok: false, problem, reason: expect.stringMatching(reason) });
  });

  it('is current where it says so', () => {
    expect(given({ archive: [HANDLER, HELPER, manifest({ version: 'sha-of-3' })] })).toMatchObject({ ok: true, origin: 'package' });
  });
});
