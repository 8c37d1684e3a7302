import type { SourceFile } from '../contract/records.ts';
import { bundledReason, madeBy, type MadeKind } from './bundled.ts';
import { isScript } from './paths.ts';

/** What a package holds: code that people wrote, or what it is instead, with the file that shows it (null: none does). */
export type PackageKind =
  | { kind: 'source'; handlerFile: SourceFile }
  | { kind: MadeKind | 'not-javascript' | 'no-handler'; reason: string; file: string | null };

/**
 * The file that Lambda's setting `handler` means (`folder/module.export`): the module's name ends at the first dot behind the last slash. Null when
 * the package has none.
 */
export function handlerFileOf(files: readonly SourceFile[], handler: string): SourceFile | null {
  const slash = handler.lastIndexOf('/');
  const dot = handler.indexOf('.', slash + 1);
  if (dot === -1) return null;
  const module = handler.slice(0, dot).replace(/^\.\//, '');
  return files.find(({ path }) => isScript(path) && path.replace(/\.[cm]?[jt]sx?$/, '') === module) ?? null;
}

/**
 * Says what a function's package is. The handler's own file decides, since it is what a change begins at; then the bulk of the scripts.
 * `runtime` and `handler` are Lambda's settings.
 */
export function packageKind(files: readonly SourceFile[], runtime: string, handler: string): PackageKind {
  if (!runtime.startsWith('nodejs')) return { kind: 'not-javascript', reason: `it runs on ${runtime}, not on Node.js`, file: null };
  const handlerFile = handlerFileOf(files, handler);
  if (handlerFile === null) {
    const reason = `the package has no script for the handler ${handler} among its text files of up to 1 MB (it may come by a layer, or be larger)`;
    return { kind: 'no-handler', reason, file: null };
  }
  const made = madeBy(handlerFile);
  if (made !== null) return made;
  const bulk = bundledReason(files);
  return bulk === null
    ? { kind: 'source', handlerFile }
    : { kind: 'bundled', reason: `most of the package is not a source: ${bulk}`, file: null };
}
