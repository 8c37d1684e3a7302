import { bare, isCall, isMember, walk, type Node } from '../../shared/source/ast.ts';
import { importedBy } from '../../shared/source/imports.ts';
import { parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { memberName, processMember } from './globals.ts';
import { suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

/** Whether a node is `process.env`. */
export function isEnvironment(module: Module, node: Node): boolean {
  return processMember(module, node) === 'env';
}

function isWritten(module: Module, node: Node): boolean {
  const parent = parentOf(module, node);
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  return parent?.type === 'UnaryExpression' && parent.operator === 'delete';
}

/** Names taken out of the environment by a pattern: `const { TABLE } = process.env`. */
function byPattern(scanned: Scanned, node: Node): Suspicion[] | null {
  const parent = parentOf(scanned.module, node);
  if (parent?.type !== 'VariableDeclarator' || parent.init !== node || parent.id.type !== 'ObjectPattern') return null;
  return parent.id.properties.map((property) => {
    const name = property.type === 'ObjectProperty' && !property.computed && property.key.type === 'Identifier' ? property.key.name : null;
    return name === null
      ? suspect(scanned, 'environment', property, 'takes the whole environment', { subject: 'process.env' })
      : suspect(scanned, 'environment', property, `reads ${name} from the environment`, { subject: name });
  });
}

/** A test sets up what the code reads: `process.env.X = …`, `Object.assign(process.env, …)`. */
function isSetUp({ module, inTest }: Scanned, node: Node): boolean {
  if (!inTest) return false;
  const parent = parentOf(module, node);
  if (parent === null) return false;
  if (isCall(parent)) return textOf(module, parent.callee) === 'Object.assign' && parent.arguments[0] === node;
  return isMember(parent) && isWritten(module, parent);
}

function ofEnvironment(scanned: Scanned, node: Node): Suspicion[] {
  const { module } = scanned;
  if (isSetUp(scanned, node)) return [];
  const parent = parentOf(module, node);
  if (parent === null || !isMember(parent) || parent.object !== node)
    return byPattern(scanned, node) ?? [suspect(scanned, 'environment', node, 'takes the whole environment', { subject: 'process.env' })];
  const name = memberName(parent);
  if (name === null) return [suspect(scanned, 'environment', parent, 'reads the environment by a computed name')];
  if (isWritten(module, parent))
    return [suspect(scanned, 'environment', parent, `sets ${name} in the environment`, { subject: `set ${name}` })];
  return [suspect(scanned, 'environment', parent, `reads ${name} from the environment`, { subject: name })];
}

/** No new reads of the environment, by whatever way; none of it as a whole. */
export const environment: Rule = (scanned) => {
  const { module } = scanned;
  const found: Suspicion[] = [];
  walk(module.program, (node) => {
    if (isEnvironment(module, node)) found.push(...ofEnvironment(scanned, bare(node)));
  });
  for (const binding of module.scopes.root.bindings.values()) {
    const source = importedBy(module, binding);
    if (source !== null && /^(?:node:)?process$/.test(source.specifier) && source.name === 'env')
      found.push(suspect(scanned, 'environment', binding.identifier, 'takes the whole environment', { subject: 'process.env' }));
  }
  return found;
};
