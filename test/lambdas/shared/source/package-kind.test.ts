import { describe, expect, it } from 'vitest';
import { handlerFileOf, packageKind } from '../../../../lambdas/shared/source/package-kind.ts';

const WRITTEN = 'export const handler = async (event) => {\n  return { ok: event.ok };\n};\n';
const files = (...paths: string[]) => paths.map((path) => ({ path, content: WRITTEN }));

describe('the file of a handler', () => {
  it.each([
    ['index.handler', 'index.mjs'],
    ['src/orders.handler', 'src/orders.ts'],
    ['./src/orders.handler', 'src/orders.ts'],
    ['src/v1.2/app.handler', 'src/v1.2/app.js'],
    ['index.api.get', 'index.mjs'],
  ])('%s is %s', (handler, path) => {
    const all = files('index.mjs', 'src/orders.ts', 'src/v1.2/app.js', 'src/orders.test.ts');
    expect(handlerFileOf(all, handler)?.path).toBe(path);
  });

  it.each(['index', 'other.handler', '', 'src/.handler'])('%j is none', (handler) => {
    expect(handlerFileOf(files('index.mjs', 'package.json'), handler)).toBeNull();
  });
});

describe('kind of a package', () => {
  it('is a source when people wrote its handler', () => {
    expect(packageKind(files('index.js'), 'nodejs24.x', 'index.handler')).toMatchObject({
      kind: 'source',
      handlerFile: { path: 'index.js' },
    });
  });

  it.each(['python3.13', 'java21', 'provided.al2023', 'container-image'])('is not JavaScript on %s', (runtime) => {
    expect(packageKind(files('index.js'), runtime, 'index.handler')).toEqual({
      kind: 'not-javascript',
      reason: `it runs on ${runtime}, not on Node.js`,
      file: null,
    });
  });

  it('has no handler where the file is missing', () => {
    expect(packageKind(files('other.js'), 'nodejs22.x', 'index.handler')).toMatchObject({ kind: 'no-handler', file: null });
  });

  it('is what its handler is, however much else was written', () => {
    const made = { path: 'index.js', content: `${WRITTEN}//# sourceMappingURL=index.js.map\n` };
    const kind = packageKind([made, ...files('a.js', 'b.js', 'c.js')], 'nodejs24.x', 'index.handler');
    expect(kind).toMatchObject({ kind: 'compiled', file: 'index.js', reason: expect.stringContaining('source map') });
  });

  it('is bundled where a written handler only stands before a bundle', () => {
    const bundle = { path: 'app.js', content: `var __webpack_modules__ = {};\n${'const a = compute(1);\n'.repeat(100)}` };
    expect(packageKind([...files('index.js'), bundle], 'nodejs24.x', 'index.handler')).toMatchObject({
      kind: 'bundled',
      reason: expect.stringMatching(/^most of the package is not a source: app\.js/),
    });
  });
});
