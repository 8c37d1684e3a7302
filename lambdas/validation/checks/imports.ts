import * as z from 'zod';
import type { SourceFile } from '../../shared/contract/records.ts';
import { exportsOf } from '../../shared/source/exports.ts';
import { lineOf, moduleOf, type Module } from '../../shared/source/module.ts';
import { isScript, isTest, resolveRelative } from '../../shared/source/paths.ts';
import { packageOf, specifiersOf, type Specifier } from '../../shared/source/specifiers.ts';
import { judged, type Check, type Finding } from '../check.ts';

/** Built-in modules that may be named without `node:` (Node 24, `module.builtinModules`, those without an underscore). */
const BUILT_IN = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector ' +
    'module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi ' +
    'worker_threads zlib'
  ).split(' '),
);

/** Built-in modules that are found under `node:` only. */
const PREFIXED = new Set(['test', 'sqlite', 'sea']);

/** The Lambda runtime brings the SDK and its parts. */
const PROVIDED = /^@(?:aws-sdk|smithy)\//;

const Manifest = z.object({
  name: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
  imports: z.record(z.string(), z.unknown()).optional(),
});
type Manifest = z.infer<typeof Manifest>;

/** The target's package.json; null when it has none, or none that can be read. */
function manifestOf(files: readonly SourceFile[]): Manifest | null {
  const file = files.find((candidate) => candidate.path === 'package.json');
  if (file === undefined) return null;
  try {
    return Manifest.safeParse(JSON.parse(file.content)).data ?? null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function problem(file: SourceFile, { name, typeOnly }: Specifier, files: readonly SourceFile[], manifest: Manifest | null): string | null {
  // What is computed is the security check's to judge.
  if (name === null) return null;
  if (name.startsWith('.')) return resolveRelative(file.path, name, files) === null && !typeOnly ? `there is no file ${name}` : null;
  if (name.startsWith('/') || /^(?!node:)[a-z][a-z\d+.-]*:/i.test(name)) return `${name} is outside of the package`;
  if (name.startsWith('node:')) {
    const built = packageOf(name.slice('node:'.length));
    return BUILT_IN.has(built) || PREFIXED.has(built) ? null : `Node has no module ${name}`;
  }
  if (BUILT_IN.has(packageOf(name)) || PROVIDED.test(name)) return null;
  if (name.startsWith('#')) return manifest?.imports?.[name] === undefined ? `package.json maps no ${name}` : null;
  const wanted = packageOf(name);
  const known = manifest?.dependencies?.[wanted] ?? (typeOnly || isTest(file.path) ? manifest?.devDependencies?.[wanted] : undefined);
  return known === undefined && manifest?.name !== wanted ? `package.json does not list ${wanted}` : null;
}

/** Names that a file takes from another one of the package which does not export them. */
function missing(module: Module, files: readonly SourceFile[]): Finding[] {
  return module.program.body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration' || !statement.source.value.startsWith('.')) return [];
    const file = resolveRelative(module.file.path, statement.source.value, files);
    const other = file === null ? null : moduleOf(file);
    const exported = other === null ? null : exportsOf(other, files);
    if (exported === null) return [];
    return statement.specifiers.flatMap((specifier) => {
      if (specifier.type === 'ImportNamespaceSpecifier') return [];
      const name =
        specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : specifier.imported.type === 'Identifier'
            ? specifier.imported.name
            : specifier.imported.value;
      const message = `${statement.source.value} does not export ${name}`;
      return exported.has(name) ? [] : [{ file: module.file.path, line: lineOf(specifier), rule: 'missing-export', message }];
    });
  });
}

/** Every import of a changed file resolves: to a file of the package that exports it, a built-in, the SDK, or a listed dependency. */
export const imports: Check = {
  name: 'imports',
  run({ changed, after }) {
    const manifest = manifestOf(after);
    const findings = changed
      .filter((file) => isScript(file.path))
      .flatMap((file): Finding[] => {
        const module = moduleOf(file);
        if (module === null) return [];
        const unresolved = specifiersOf(module.program).flatMap((specifier) => {
          const message = problem(file, specifier, after, manifest);
          return message === null ? [] : [{ file: file.path, line: lineOf(specifier.node), rule: 'unresolved-import', message }];
        });
        return [...unresolved, ...missing(module, after)];
      });
    return judged('imports', findings, 'every import resolves');
  },
};
