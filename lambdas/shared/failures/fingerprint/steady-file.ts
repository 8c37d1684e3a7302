import type { Runtime } from '../failure.ts';

/** Folders that builds write into, at whatever root: what is below them is the same before and after. */
const BUILD_FOLDERS: ReadonlySet<string> = new Set([
  'dist',
  'build',
  'out',
  'lib',
  'src',
  'target',
  'bin',
  'release',
  '.build',
  '.aws-sam',
  'asset',
  'bundle',
  'output',
  'esm',
  'cjs',
]);
/** Names of which a package has one a folder: the folder says more. */
const INDEXES: ReadonlySet<string> = new Set(['index', '__init__', 'mod', '__main__']);
/** Names that a bundler gives to what holds everything: they are left out, as a function moves between them from one build to the next. */
const BUNDLES = /^(?:main|bundle|chunk|vendor|runtime|app|handler|lambda|function|\d+|(?=\D*\d)[0-9a-f]{8,64})?$/;

/** Roots of deployments: Lambda's, and what containers' images and platforms use by custom. */
const ROOTS =
  /^(?:\/var\/task|\/usr\/src\/app|\/usr\/src|\/app|\/workspace|\/code|\/function|\/home\/site\/wwwroot|\/opt\/app|\/asset-input|\/asset-output)\//;

/**
 * Hashes of contents in names, as bundlers put them behind a dot, a dash or an underscore: 6 to 64 letters and digits of base 16, 32, 36 or 64. A word
 * of letters alone is none unless it is all capitals (esbuild's base 32).
 */
const HASH = /[-._~](?=[A-Za-z0-9_]*\d|[A-Z2-7]{8}$)(?:[0-9a-f]{6,64}|[A-Z2-7]{8}|[A-Za-z0-9_]{8,24})$/;

/** A path without address scheme and root: `src/orders.ts`; as it is where the root isn't known. */
export function withoutRoot(file: string): string {
  const path = file
    .replaceAll('\\', '/')
    .replace(/^(?:file|webpack|webpack-internal|ng|app|rsc):\/\/(?:\/(?=[A-Za-z]:)|(?=\/)|[\w@.-]*(?=\/))/, '')
    .replace(/\?.*$/, '')
    .replace(/^\/(?:\.\/)?(?=\.|[A-Za-z]:)/, '');
  return path
    .replace(ROOTS, '')
    .replace(/^(?:\.{0,2}\/)*(?=\.\.?\/)/, '')
    .replace(/^\.\//, '');
}

/**
 * What a file is called whatever built it: its name without folders, extension and hash; with the folder where the name says nothing and the
 * root is known. Null: a name that a bundler gave.
 */
export function steadyFile(runtime: Runtime, file: string): string | null {
  const path = withoutRoot(file);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const name = withoutHash(
    (parts.at(-1) ?? '').replace(
      /(?:\.(?:bundle|min|mjs|cjs|js|mts|cts|ts|jsx|tsx|pyc?|java|kts?|scala|groovy|cs|fs|vb|go|rb|php|rs))+$/i,
      '',
    ),
  );
  if (runtime === 'node' && BUNDLES.test(name)) return null;
  if (!INDEXES.has(name)) return name === '' ? null : name;
  const folders = parts.slice(0, -1).filter((part) => !BUILD_FOLDERS.has(part));
  const folder = path.startsWith('/') ? null : folders.at(-1);
  return folder === undefined || folder === null ? null : `${folder}/${name}`;
}

function withoutHash(name: string): string {
  return name.replace(HASH, '').replace(/^chunk[-._~].*$/, 'chunk');
}
