import { parse, type ParserPlugin } from '@babel/parser';
import type { SourceFile } from '../contract/records.ts';
import type { t } from './ast.ts';
import { isTypeScript } from './paths.ts';
import { isTooDeep } from './too-deep.ts';

/** A parsed file, or where and why it does not parse. */
export type Parsed = { ok: true; program: t.Program } | { ok: false; line: number; message: string };

function pluginsFor(path: string): ParserPlugin[] {
  const plugins: ParserPlugin[] = [];
  if (isTypeScript(path)) plugins.push('typescript');
  if (/\.[jt]sx$/.test(path)) plugins.push('jsx');
  return plugins;
}

function sourceTypeOf(path: string): 'module' | 'script' | 'unambiguous' {
  if (/\.m[jt]s$/.test(path)) return 'module';
  return /\.c[jt]s$/.test(path) ? 'script' : 'unambiguous';
}

/** Parses JavaScript or TypeScript by the path's extension. A syntax error is an outcome, as is code too deep to read; anything else is thrown. */
export function parseSource(file: SourceFile): Parsed {
  try {
    const { program } = parse(file.content, {
      sourceType: sourceTypeOf(file.path),
      plugins: pluginsFor(file.path),
      createImportExpressions: true,
    });
    return { ok: true, program };
  } catch (error) {
    if (isTooDeep(error)) return { ok: false, line: 0, message: 'it is nested too deeply to be read' };
    if (!(error instanceof SyntaxError)) throw error;
    const { loc } = error as SyntaxError & { loc?: { line: number } };
    return { ok: false, line: loc?.line ?? 0, message: error.message };
  }
}
