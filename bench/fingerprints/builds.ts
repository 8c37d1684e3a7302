import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import swc from '@swc/core';
import { build, type BuildOptions, transform } from 'esbuild';
import ts from 'typescript-api';

/** A way from a service's sources to what runs: how it is made, and what Node needs to run it. */
export interface Build {
  name: string;
  nodeOptions: readonly string[];
  /** Makes it in `folder` of the sources in `sources` (both absolute); the module with the handler. */
  make(sources: string, folder: string): Promise<string>;
}

/** As `NodejsFunction` of aws-cdk-lib has it, but for what the options say. */
const bundled = (name: string, options: BuildOptions, nodeOptions: readonly string[] = []): Build => ({
  name,
  nodeOptions,
  async make(sources, folder) {
    const { metafile } = await build({
      entryPoints: { index: path.join(sources, 'handler.ts') },
      outdir: folder,
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      outExtension: { '.js': options.format === 'cjs' ? '.js' : '.mjs' },
      banner:
        options.format === 'cjs'
          ? {}
          : { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      metafile: true,
      logLevel: 'error',
      ...options,
    });
    const entry = Object.entries(metafile?.outputs ?? {}).find(([, { entryPoint }]) => entryPoint !== undefined)?.[0];
    if (entry === undefined) throw new Error(`${name}: esbuild made no entry point`);
    return path.resolve(entry);
  },
});

/** Each file by itself: with its types taken off by Node, or by a compiler into `dist`. */
const unbundled = (name: string, extension: string, convert: (code: string) => Promise<string>): Build => ({
  name,
  nodeOptions: [],
  async make(sources, folder) {
    await mkdir(folder, { recursive: true });
    for (const file of await readdir(sources)) {
      const code = await convert(await readFile(path.join(sources, file), 'utf8'));
      await writeFile(path.join(folder, file.replace(/\.ts$/, extension)), code.replaceAll(/(from '\.[^']*)\.ts'/g, `$1${extension}'`));
    }
    return path.join(folder, `handler${extension}`);
  },
});

const compiled = (options: Parameters<typeof transform>[1]) => async (code: string) =>
  (await transform(code.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.mjs'"), { loader: 'ts', ...options })).code;

const byTypescript = async (code: string): Promise<string> =>
  ts.transpileModule(code.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"), {
    compilerOptions: { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  }).outputText;

const bySwc = async (code: string): Promise<string> => {
  const { code: converted } = await swc.transform(code.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2015' },
    module: { type: 'commonjs' },
    swcrc: false,
  });
  return converted;
};

/** Bundled by esbuild and minified by swc, which mangles and compresses in other ways. */
const minifiedBySwc: Build = {
  name: 'minified-swc',
  nodeOptions: [],
  async make(sources, folder) {
    const module = await bundled('bundled', {}).make(sources, folder);
    const { code } = await swc.minify(await readFile(module, 'utf8'), { module: true, mangle: { toplevel: true }, compress: true });
    await writeFile(module, code);
    return module;
  },
};

export const BUILDS: readonly Build[] = [
  unbundled('typescript', '.ts', async (code) => code),
  unbundled('compiled', '.mjs', compiled({ target: 'node24' })),
  unbundled('compiled-es2015', '.mjs', compiled({ target: 'es2015' })),
  bundled('bundled', {}),
  bundled('bundled-cjs', { format: 'cjs' }),
  bundled('bundled-es2015', { target: 'es2015' }),
  bundled('split-hashed', { splitting: true, entryNames: '[name]-[hash]', chunkNames: 'chunk-[hash]' }),
  bundled('source-maps', { minify: true, sourcemap: true }, ['--enable-source-maps']),
  bundled('minified-names', { minify: true, keepNames: true }),
  bundled('minified', { minify: true }),
  unbundled('tsc-es2015', '.js', byTypescript),
  unbundled('swc-es2015', '.js', bySwc),
  minifiedBySwc,
];
