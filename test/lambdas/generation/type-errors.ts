import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript-api';
import type { SourceFile } from '../../../lambdas/shared/contract/records.ts';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2024.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ['node'],
  typeRoots: [path.join(path.dirname(createRequire(import.meta.url).resolve('@types/node/package.json')), '..')],
  noEmit: true,
  skipLibCheck: true,
};

/** What a strict compiler says of each file on its own, by the file's path; modules that are not there are taken for anything. */
export function typeErrors(files: readonly SourceFile[]): Record<string, string[]> {
  const contents = new Map(files.map((file) => [path.resolve('/specimens', file.path), file.content]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => contents.has(name) || fileExists(name);
  host.readFile = (name) => contents.get(name) ?? readFile(name);
  host.getSourceFile = (name, language) => {
    const content = contents.get(name);
    return content === undefined ? getSourceFile(name, language) : ts.createSourceFile(name, content, language);
  };
  const program = ts.createProgram([...contents.keys()], OPTIONS, host);
  const MISSING_MODULE = 2307;
  const all = ts.getPreEmitDiagnostics(program).filter(({ code }) => code !== MISSING_MODULE);
  return Object.fromEntries(
    files.map(({ path: name }) => [
      name,
      all
        .filter(({ file }) => file?.fileName === path.resolve('/specimens', name))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    ]),
  );
}
