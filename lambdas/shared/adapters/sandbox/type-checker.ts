import { existsSync } from 'node:fs';
import type ts from 'typescript-api';
import type { SourceFile } from '../../contract/records.ts';
import { isScript, isTypeScript } from '../../source/paths.ts';
import type { TypeChecker, TypeDiagnostic } from '../../source/tools.ts';

type Compiler = typeof ts;

/** Where the package seems to lie; nothing is there, so that the compiler finds no other package's types either. */
const ROOT = '/kaizen-target/';
/**
 * Packages and Node's own globals have the type any: the types of a target's dependencies are not at hand on Lambda, and a
 * verdict must not depend on where it was reached.
 */
const AMBIENT = `declare module '*';
declare const process: any, Buffer: any, require: any, module: any, exports: any, global: any, setImmediate: any;
declare const __dirname: string, __filename: string;
declare namespace NodeJS { type ErrnoException = any; type Timeout = any; type ProcessEnv = any; }
`;

function optionsOf(compiler: Compiler): ts.CompilerOptions {
  return {
    target: compiler.ScriptTarget.ES2024,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: compiler.ModuleKind.NodeNext,
    moduleResolution: compiler.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    strict: true,
    // What packages give is any, so what is inferred from it is too.
    noImplicitAny: false,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
}

/** "Cannot use namespace as a type", and a type that such a namespace "has not": imports from a package that has the type any. */
function isFromAny({ code, message }: TypeDiagnostic): boolean {
  return code === 2709 || (code === 2694 && message.startsWith(`Namespace '"*"'`));
}

/**
 * The language's own library, parsed: the same for every package and most of the work of a check. The compiler changes nothing in a file that it has
 * parsed.
 */
const library = new Map<string, ts.SourceFile | undefined>();

/** A host that knows the package's files and the compiler's own, and nothing else of the disk. */
function hostOf(compiler: Compiler, options: ts.CompilerOptions, files: ReadonlyMap<string, string>): ts.CompilerHost {
  const disk = compiler.createCompilerHost(options);
  const folders = new Set([...files.keys()].flatMap((file) => file.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))));
  return {
    ...disk,
    getCurrentDirectory: () => ROOT.slice(0, -1),
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name),
    directoryExists: (name) => folders.has(name.replace(/\/$/, '')),
    getDirectories: () => [],
    realpath: (name) => name,
    getSourceFile(name, version) {
      const text = files.get(name);
      if (text !== undefined) return compiler.createSourceFile(name, text, version);
      if (!library.has(name)) library.set(name, disk.getSourceFile(name, version));
      return library.get(name);
    },
  };
}

function diagnosticOf(compiler: Compiler, { file, start, code, messageText }: ts.Diagnostic): TypeDiagnostic {
  return {
    file: (file?.fileName ?? '').slice(ROOT.length),
    line: file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1,
    code,
    message: compiler.flattenDiagnosticMessageText(messageText, ' '),
  };
}

/** Checks a package's scripts with TypeScript's API. The compiler is loaded with the first check: it is large. */
export function typescriptChecker(): TypeChecker {
  return {
    async check(files: readonly SourceFile[]) {
      const { default: compiler } = await import('typescript-api');
      const options = optionsOf(compiler);
      const place = compiler.getDefaultLibFilePath(options);
      if (!existsSync(place)) return { none: "the types of the language's own library are not beside the compiler" };
      const scripts = files.filter((file) => isScript(file.path) || file.path.endsWith('.d.ts') || file.path.endsWith('.json'));
      const texts = new Map(scripts.map((file) => [ROOT + file.path, file.content]));
      texts.set(`${ROOT}ambient.kaizen.d.ts`, AMBIENT);
      const roots = [...texts.keys()].filter((name) => isTypeScript(name));
      const program = compiler.createProgram(roots, options, hostOf(compiler, options, texts));
      return roots.flatMap((name) => {
        const source = program.getSourceFile(name);
        const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
        return found.map((diagnostic) => diagnosticOf(compiler, diagnostic)).filter((diagnostic) => !isFromAny(diagnostic));
      });
    },
  };
}
