import type { SourceFile } from '../shared/contract/records.ts';
import { lineChanges } from '../shared/patch/touched-lines.ts';
import { moduleOf } from '../shared/source/module.ts';
import { isSource } from '../shared/source/paths.ts';
import type { TestRun } from '../shared/source/tools.ts';

/** Lines that a change touched and that can run, and those of them that no test ran, by file. */
export interface TouchedCoverage {
  lines: number;
  missed: { file: string; line: number }[];
}

/** Nothing on such a line can be missed by itself: it is empty, a comment, or the end of something. */
const NOTHING = /^\s*(?:$|\/\/|\/\*|\*|[\])}>;,(]+\s*(?:else|finally|,|;)?\s*[{([]?\s*$)/;

/** Lines that hold nothing but imports and types, which leave no trace in a run. */
function silent(file: SourceFile): Set<number> {
  const lines = new Set<number>();
  for (const statement of moduleOf(file)?.program.body ?? []) {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
    if (statement.type !== 'ImportDeclaration' && !statement.type.startsWith('TS') && inner?.type.startsWith('TS') !== true) continue;
    for (let line = statement.loc?.start.line ?? 1; line <= (statement.loc?.end.line ?? 0); line += 1) lines.add(line);
  }
  return lines;
}

/** How much of what a change touched its tests ran. A changed source that no test loaded was missed with all of its lines. */
export function touchedCoverage(
  before: readonly SourceFile[],
  changed: readonly SourceFile[],
  run: Pick<TestRun, 'lines'>,
): TouchedCoverage {
  const found: TouchedCoverage = { lines: 0, missed: [] };
  for (const file of changed.filter(({ path }) => isSource(path))) {
    const { touched } = lineChanges(before.find(({ path }) => path === file.path)?.content ?? '', file.content);
    const text = file.content.split('\n');
    const quiet = silent(file);
    const known = run.lines[file.path];
    for (const line of touched) {
      if (NOTHING.test(text[line - 1] ?? '') || quiet.has(line)) continue;
      const ran = known?.ran.includes(line) ?? false;
      if (known !== undefined && !ran && !known.missed.includes(line)) continue;
      found.lines += 1;
      if (!ran) found.missed.push({ file: file.path, line });
    }
  }
  return found;
}
