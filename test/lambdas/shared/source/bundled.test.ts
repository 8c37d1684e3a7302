import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync as swc } from '@swc/core';
import { build, buildSync, transformSync } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../../lambdas/shared/contract/records.ts';
import { bundledReason, madeBy } from '../../../../lambdas/shared/source/bundled.ts';
import { isSource } from '../../../../lambdas/shared/source/paths.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
/** Everything that people wrote here. */
const WRITTEN: SourceFile[] = globSync('{lambdas,lib,bin,localstack,bench}/**/*.ts', { cwd: ROOT })
  .filter(isSource)
  .map((file) => ({ path: file, content: readFileSync(path.join(ROOT, file), 'utf8') }));
const ENTRIES = ['catalog', 'invoices', 'orders', 'payments', 'shipping'].map((name) => `localstack/embedded/fleet/${name}/handler.ts`);

function bundled(entry: string, options: { minify?: boolean; format: 'esm' | 'cjs'; sourcemap?: boolean }): SourceFile {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    external: ['@aws-sdk/*'],
    outfile: 'index.js',
    logLevel: 'silent',
    ...options,
  });
  const output = outputFiles.find((file) => file.path.endsWith('.js'));
  return { path: 'index.js', content: output?.text ?? expect.fail('no output') };
}

const js = (content: string, name = 'index.js'): SourceFile => ({ path: name, content });

describe('what people wrote', () => {
  it('is never taken for what a build made', () => {
    expect(WRITTEN.length).toBeGreaterThan(300);
    expect(WRITTEN.flatMap((file) => madeBy(file) ?? [])).toEqual([]);
  });

  it.each([
    ['a note of its own name at the top', js('// index.js\nexport const handler = async () => ({ ok: true });\n')],
    ['a note of its own name in a folder', js('// src/index.js\nexport const handler = async () => ({ ok: true });\n', 'src/index.js')],
    ['one comment that names a file', js('// config.js\nexport const handler = async (event) => ({ ok: event.ok });\n')],
    [
      'talk of bundlers in strings and comments',
      js('// __webpack_require__ is what webpack declares\nexport const name = "__webpack_modules__";\n'),
    ],
    [
      'a long table in one line',
      js(`export const TABLE = [${Array.from({ length: 900 }, (_, i) => i).join(', ')}];\nexport const handler = async () => TABLE;\n`),
    ],
    ['a long string', js(`const LOGO = '${'iVBORw0KGgo'.repeat(2000)}';\nexport const handler = async () => ({ body: LOGO });\n`)],
    ['close code of few lines', js('export const handler=async e=>e.a;\n')],
  ])('may hold %s', (_name, file) => {
    expect(madeBy(file)).toBeNull();
    expect(bundledReason([file])).toBeNull();
  });
});

describe('what a build made', () => {
  it.each(ENTRIES)('is seen in bundles of %s by esbuild', (entry) => {
    for (const format of ['esm', 'cjs'] as const) {
      expect(madeBy(bundled(entry, { format })), format).toMatchObject({ kind: 'bundled', file: 'index.js' });
      expect(madeBy(bundled(entry, { format, minify: true })), format).toMatchObject({ kind: 'minified' });
      expect(madeBy(bundled(entry, { format, minify: true, sourcemap: true })), format).toMatchObject({ kind: 'minified' });
    }
  });

  it('is seen when esbuild only took the types off, into CommonJS', async () => {
    const [file] = (await build({ absWorkingDir: ROOT, entryPoints: [ENTRIES[0]!], format: 'cjs', write: false, outdir: 'out' }))
      .outputFiles;
    expect(madeBy(js(file?.text ?? ''))).toMatchObject({ reason: expect.stringContaining('esbuild') });
  });

  it('is seen in what swc compiled', () => {
    const { code } = swc(readFileSync(path.join(ROOT, ENTRIES[1]!), 'utf8'), {
      module: { type: 'commonjs' },
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    });
    expect(madeBy(js(code))).toMatchObject({ kind: 'compiled' });
  });

  // Beginnings of real output, cut: webpack 5 (development and production), ncc 0.38, rollup 4 with its CommonJS plugin, TypeScript 5, Babel 7.
  it.each([
    ['webpack', 'bundled', '/******/ (() => { // webpackBootstrap\n/******/ \tvar __webpack_modules__ = ({\n/***/ "./src/a.js":\n'],
    ['ncc', 'bundled', 'module.exports =\n/******/ (() => {\n/******/ \tvar __nccwpck_require__ = {};\n'],
    ['ncc’s helper', 'bundled', '/******/ function __nccwpck_require__(moduleId) {\n'],
    ['rollup', 'bundled', "'use strict';\n\nvar commonjsGlobal = typeof globalThis !== 'undefined' ? globalThis : {};\n"],
    ['rollup’s interop', 'bundled', "'use strict';\nfunction _interopNamespaceDefault(e) {\n  return e;\n}\n"],
    ['rolldown', 'bundled', '//#region src/a.ts\nconst a = 1;\n//#endregion\n// src/b.ts\nconst b = 2;\n// src/c.ts\nconst c = 3;\n'],
    ['parcel', 'bundled', 'var parcelRequire = $parcel$global["parcelRequire94c2"];\n'],
    [
      'TypeScript',
      'compiled',
      '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.handler = void 0;\n',
    ],
    ['TypeScript’s helper', 'compiled', 'var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {\n'],
    ['Babel', 'compiled', 'function _interopRequireDefault(e) { return e && e.__esModule ? e : { default: e }; }\n'],
    ['a source map', 'compiled', 'export const handler = async () => ({ ok: true });\n//# sourceMappingURL=index.js.map\n'],
    ['one origin in another language', 'bundled', '// src/index.ts\nvar handler = async () => ({ ok: true });\nexport { handler };\n'],
  ])('is seen by the marks of %s', (_name, kind, content) => {
    expect(madeBy(js(content))).toMatchObject({ kind, reason: expect.stringMatching(/^index\.js /) });
  });

  it('is seen by its size alone', () => {
    const lines = Array.from({ length: 9000 }, (_, index) => `export const value${index} = compute(${index});`);
    expect(madeBy(js(lines.join('\n')))).toMatchObject({ reason: expect.stringMatching(/^index\.js has \d+ KB/) });
  });

  it('is seen in nearly everything that esbuild minifies', () => {
    const minified = WRITTEN.map(({ path: file, content }) => js(transformSync(content, { loader: 'ts', minify: true }).code, file));
    const long = minified.filter(({ content }) => content.length >= 300);
    const seen = long.filter((file) => madeBy(file)?.kind === 'minified');
    expect(long.length).toBeGreaterThan(300);
    expect(seen.length / long.length).toBeGreaterThan(0.98);
  });
});

describe('of a package', () => {
  const written = (size: number) => js(`export const list = [\n${'  { name: compute(1) },\n'.repeat(size)}];\n`, 'lib/list.js');
  const made = (size: number) => js(`var __webpack_modules__ = {};\n${'const a = compute(1);\n'.repeat(size)}`, 'vendor/lib.js');

  it('the larger part decides', () => {
    expect(bundledReason([written(1000), made(10)])).toBeNull();
    expect(bundledReason([written(10), made(1000)])).toMatch(/^vendor\/lib\.js holds the runtime of webpack/);
  });

  it('tests, declarations, data and dependencies don’t count', () => {
    const aside = ['test/fixture.test.js', 'types.d.ts', 'data.json', 'node_modules/x/index.js'].map((name) => ({
      ...made(1000),
      path: name,
    }));
    expect(bundledReason([written(10), ...aside])).toBeNull();
    expect(bundledReason([])).toBeNull();
  });

  it('the order of the files doesn’t matter', () => {
    const sizes = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 300 })), { maxLength: 6 });
    fc.assert(
      fc.property(sizes, (given) => {
        const files = given.map(([isMade, size], index) => ({ ...(isMade ? made(size) : written(size)), path: `src/f${index}.js` }));
        expect(bundledReason(files.toReversed()) === null).toBe(bundledReason(files) === null);
      }),
    );
  });
});
