import { isTypeScript } from '../../shared/source/paths.ts';
import type { TypeDiagnostic } from '../../shared/source/tools.ts';
import { judged, notApplicable, type Check } from '../check.ts';

function keyOf({ file, code, message }: TypeDiagnostic): string {
  return `${file} ${code} ${message}`;
}

/** Those of `after` that `before` does not have, counted: a second error of the same words is a new one. */
export function newDiagnostics(before: readonly TypeDiagnostic[], after: readonly TypeDiagnostic[]): TypeDiagnostic[] {
  const known = new Map<string, number>();
  for (const diagnostic of before) known.set(keyOf(diagnostic), (known.get(keyOf(diagnostic)) ?? 0) + 1);
  return after.filter((diagnostic) => {
    const left = known.get(keyOf(diagnostic)) ?? 0;
    known.set(keyOf(diagnostic), left - 1);
    return left <= 0;
  });
}

/** A TypeScript target has no type error that its base does not have. */
export const types: Check = {
  name: 'types',
  async run({ before, after, changed }, { types: checker }) {
    if (!changed.some((file) => isTypeScript(file.path))) return notApplicable('types', 'no changed file is TypeScript');
    const now = await checker.check(after);
    if ('none' in now) return notApplicable('types', now.none);
    const base = await checker.check(before);
    if ('none' in base) return notApplicable('types', base.none);
    const findings = newDiagnostics(base, now).map(({ file, line, code, message }) => ({ file, line, rule: `TS${code}`, message }));
    return judged('types', findings, 'no type error that the base does not have');
  },
};
