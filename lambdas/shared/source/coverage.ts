import type { SourceFile } from '../contract/records.ts';
import type { t } from './ast.ts';
import { moduleOf } from './module.ts';
import { isSource } from './paths.ts';

/** Lines of one file that a run knows of, and how many of them ran. */
export interface FileLines {
  /** Relative to the package. */
  path: string;
  lines: number;
  covered: number;
}

function leavesNoTrace(statement: t.Statement): boolean {
  if (statement.type.startsWith('TS') || statement.type === 'ImportDeclaration') return true;
  if (statement.type !== 'ExportNamedDeclaration') return false;
  return statement.exportKind === 'type' || statement.declaration?.type.startsWith('TS') === true;
}

/** Lines of the statements that run; 0 for a file of types only. */
function runnableLines(file: SourceFile): number {
  const module = moduleOf(file);
  if (module === null) return file.content.split('\n').length;
  return module.program.body
    .filter((statement) => !leavesNoTrace(statement))
    .reduce((sum, { loc }) => sum + (loc ? loc.end.line - loc.start.line + 1 : 0), 0);
}

/**
 * Share of the source lines of a package that its tests ran, 0..1. Tests are not counted; a source that was never loaded,
 * and so is not in the report, counts with all of its lines as not run. 1 when there are none.
 */
export function lineCoverage(files: readonly SourceFile[], report: readonly FileLines[]): number {
  let lines = 0;
  let covered = 0;
  for (const file of files.filter((candidate) => isSource(candidate.path))) {
    const known = report.find((entry) => entry.path === file.path);
    lines += known?.lines ?? runnableLines(file);
    covered += known?.covered ?? 0;
  }
  return lines === 0 ? 1 : covered / lines;
}
