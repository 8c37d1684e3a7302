import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../../../lambdas/shared/contract/records.ts';

const ROOT = path.resolve(import.meta.dirname, '../../fixtures/sources');

export interface Specimen {
  name: string;
  file: SourceFile;
  /** The package: the file, and what lies beside the groups of its kind (package.json and the like). */
  files: SourceFile[];
  /** For refused ones: a part of the reason, from the first line. */
  reason: string;
  /** For rewritten ones: the content that is expected. */
  expected: string;
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Sources of one kind: `rewritten` with their expected outcome, `found` without one, `refused` with the reason, or `none`, which have no site. */
export function specimens(kind: string, group: 'rewritten' | 'found' | 'refused' | 'none'): Specimen[] {
  const folder = path.join(ROOT, kind, group);
  const beside = readdirSync(path.join(ROOT, kind), { withFileTypes: true }).filter((entry) => entry.isFile());
  const companions = beside.map(({ name }) => ({ path: name.replace(/\.txt$/, ''), content: read(path.join(ROOT, kind, name)) }));
  const names = readdirSync(folder).filter((name) => !name.includes('.expected.'));
  return names.map((name) => {
    const content = read(path.join(folder, name));
    const file = { path: name.replace(/\.txt$/, ''), content };
    return {
      name: file.path,
      file,
      files: [file, ...companions],
      reason: /^\/\/ refused: (.*)$/m.exec(content)?.[1] ?? '',
      expected: group === 'rewritten' ? read(path.join(folder, name.replace(/(\.[cm]?[jt]s)\.txt$/, '.expected$1.txt'))) : '',
    };
  });
}
