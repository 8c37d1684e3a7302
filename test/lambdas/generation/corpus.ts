import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../../../lambdas/shared/contract/records.ts';

const ROOT = path.resolve(import.meta.dirname, '../../fixtures/sources');

export interface Specimen {
  name: string;
  file: SourceFile;
  /** For refused ones: a part of the reason, from the first line. */
  reason: string;
  /** For rewritten ones: the content that is expected. */
  expected: string;
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Sources of one kind: `rewritten` with their expected outcome, `refused` with the reason, or `none`, which have no site. */
export function specimens(kind: string, group: 'rewritten' | 'refused' | 'none'): Specimen[] {
  const folder = path.join(ROOT, kind, group);
  const names = readdirSync(folder).filter((name) => !name.includes('.expected.'));
  return names.map((name) => {
    const content = read(path.join(folder, name));
    const sourcePath = name.replace(/\.txt$/, '');
    return {
      name: sourcePath,
      file: { path: sourcePath, content },
      reason: /^\/\/ refused: (.*)$/m.exec(content)?.[1] ?? '',
      expected: group === 'rewritten' ? read(path.join(folder, name.replace(/(\.[cm]?[jt]s)\.txt$/, '.expected$1.txt'))) : '',
    };
  });
}
