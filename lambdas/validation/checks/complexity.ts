import type { SourceFile } from '../../shared/contract/records.ts';
import { collect, isFunction, type FunctionNode } from '../../shared/source/ast.ts';
import { functionName, lineOf, moduleOf, textOf, type Module } from '../../shared/source/module.ts';
import { isSource } from '../../shared/source/paths.ts';
import { judged, type Check, type Finding } from '../check.ts';
import { complexityOf } from '../complexity-of.ts';

/** SPEC 7: cyclomatic complexity below 10 a function. */
const LIMIT = 10;

function functionsOf(module: Module): FunctionNode[] {
  return collect(module.program, isFunction);
}

function textsOf(file: SourceFile | undefined): Set<string> {
  const module = file === undefined ? null : moduleOf(file);
  return new Set(module === null ? [] : functionsOf(module).map((node) => textOf(module, node)));
}

/** Every function that the change wrote or touched stays below the limit; those that it left alone are not judged. */
export const complexity: Check = {
  name: 'complexity',
  run({ before, changed }) {
    const findings = changed
      .filter((file) => isSource(file.path))
      .flatMap((file): Finding[] => {
        const module = moduleOf(file);
        if (module === null) return [];
        const known = textsOf(before.find((other) => other.path === file.path));
        return functionsOf(module)
          .filter((node) => !known.has(textOf(module, node)) && complexityOf(node) >= LIMIT)
          .map((node) => ({
            file: file.path,
            line: lineOf(node),
            rule: 'complexity',
            message: `${functionName(node, module) ?? 'a function'} has a cyclomatic complexity of ${complexityOf(node)}, not below ${LIMIT}`,
          }));
      });
    return judged('complexity', findings, `every changed function is below ${LIMIT}`);
  },
};
