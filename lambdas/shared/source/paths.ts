import type { SourceFile } from '../contract/records.ts';

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;
const TEST = /(?:^|\/)(?:tests?|__tests__|spec)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;
/** What Node and TypeScript try after the written specifier, in this order. */
const COMPLETIONS = ['', '.ts', '.mts', '.js', '.mjs', '.cjs', '.cts', '.tsx', '.jsx', '.json', '/index.ts', '/index.js', '/index.mjs'];

/** JavaScript or TypeScript, tests too, declarations not. */
export function isScript(path: string): boolean {
  return SCRIPT.test(path) && !DECLARATION.test(path) && !path.includes('node_modules/');
}

export function isTest(path: string): boolean {
  return isScript(path) && TEST.test(path);
}

/** A script that runs in production. */
export function isSource(path: string): boolean {
  return isScript(path) && !TEST.test(path);
}

export function isTypeScript(path: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

/** Folder of a path, without the trailing slash; '' at the root. */
function folder(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** Joins a folder and a relative specifier; null when it leads out of the package. */
export function joinPath(from: string, specifier: string): string | null {
  const parts = from === '' ? [] : from.split('/');
  for (const part of specifier.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/**
 * The file of the package that `specifier` means in the file at `from`: as written, by extension, or, as TypeScript does,
 * `.js` for a `.ts`. Null when there is none.
 */
export function resolveRelative(from: string, specifier: string, files: readonly SourceFile[]): SourceFile | null {
  const wanted = joinPath(folder(from), specifier);
  if (wanted === null) return null;
  const candidates = COMPLETIONS.map((completion) => wanted + completion);
  const typed = wanted.replace(/\.([cm]?)js$/, '.$1ts');
  if (typed !== wanted) candidates.push(typed);
  for (const candidate of candidates) {
    const found = files.find((file) => file.path === candidate);
    if (found !== undefined) return found;
  }
  return null;
}
