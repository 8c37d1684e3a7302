import { CODEMODS } from '../../lambdas/generation/codemods.ts';
import type { Codemod } from '../../lambdas/generation/codemods/codemod.ts';
import { unifiedDiff } from '../../lambdas/generation/unified-diff.ts';
import type { Benefit, Difference, SourceFile } from '../../lambdas/shared/contract/records.ts';
import { findSites } from '../../lambdas/shared/source/find-sites.ts';
import { locationOf } from '../../lambdas/shared/source/sites.ts';
import { codemodName } from './analyse-package.ts';

/** What one codemod did to a package that the ones before it had their turn with. */
export interface Fix {
  codemod: string;
  kind: string;
  /** `file:line`, as the package was before this codemod. */
  places: string[];
  explanation: string;
  diff: string;
}

export interface Fixed {
  fixes: Fix[];
  /** The files that differ, whole. */
  changed: SourceFile[];
  /** What all that were applied may do to calls to the outside, and by which figures they must be better. */
  differences: Difference[];
  benefits: Benefit[];
}

/** The codemods that a name or a kind means; all of them without one. */
export function codemodsNamed(only: string | undefined): Codemod[] {
  return CODEMODS.filter((codemod) => only === undefined || codemod.kind === only || codemodName(codemod) === only);
}

function applyOne(codemod: Codemod, files: readonly SourceFile[]): { fix: Fix; files: SourceFile[] } | null {
  const sites = findSites(files).filter(({ kind, status }) => kind === codemod.kind && status === 'applicable');
  const after: SourceFile[] = [];
  const explanations: string[] = [];
  for (const file of files) {
    const result = sites.some((site) => site.file === file.path)
      ? codemod.apply(file, files, ({ status }) => status === 'applicable')
      : ({ applied: false } as const);
    after.push(result.applied ? result.file : file);
    if (result.applied) explanations.push(result.explanation);
  }
  if (explanations.length === 0) return null;
  const touched = after.filter((file, index) => file !== files[index]);
  const fix = {
    codemod: codemodName(codemod),
    kind: codemod.kind,
    places: sites.map(locationOf),
    explanation: explanations.join(' '),
    diff: unifiedDiff(files, touched),
  };
  return { fix, files: after };
}

/** Applies codemods to all places of their kind, each on the result of the one before. Pure. */
export function fixPackage(files: readonly SourceFile[], codemods: readonly Codemod[]): Fixed {
  let current = [...files];
  const fixes: Fix[] = [];
  const used: Codemod[] = [];
  for (const codemod of codemods) {
    const applied = applyOne(codemod, current);
    if (applied === null) continue;
    fixes.push(applied.fix);
    used.push(codemod);
    current = applied.files;
  }
  return {
    fixes,
    changed: current.filter((file, index) => file.content !== files[index]?.content),
    differences: [...new Set(used.flatMap(({ differences }) => differences))],
    benefits: [...new Set(used.map(({ benefit }) => benefit))],
  };
}
