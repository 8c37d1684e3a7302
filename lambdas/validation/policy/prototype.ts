import { bare, isMember, walk, type Node } from '../../shared/source/ast.ts';
import { bindingOf, parentOf, textOf } from '../../shared/source/module.ts';
import { memberName } from './globals.ts';
import { suspect, type Rule, type Scanned } from './rule.ts';

const NAMES = /__(?:proto|defineGetter|defineSetter|lookupGetter|lookupSetter)__/;
const SETTERS = /^(?:Object|Reflect)\.[gs]etPrototypeOf$/;

/** `key === '__proto__'` is how code keeps it out. */
function isCompared({ module }: Scanned, node: Node): boolean {
  const parent = parentOf(module, node);
  return parent?.type === 'SwitchCase' || (parent?.type === 'BinaryExpression' && /^[!=]==?$/.test(parent.operator));
}

function naming(scanned: Scanned, node: Node): boolean {
  if (node.type === 'StringLiteral') return NAMES.test(node.value) && !isCompared(scanned, node);
  if (node.type === 'TemplateElement') return NAMES.test(node.value.cooked ?? node.value.raw);
  return node.type === 'Identifier' && NAMES.test(node.name);
}

/** A key that a caller may have chosen: neither a literal nor the counter of a loop. */
function isFree({ module }: Scanned, node: Node): boolean {
  const key = bare(node);
  if (key.type === 'NumericLiteral' || key.type === 'StringLiteral' || key.type === 'BinaryExpression') return false;
  const declaration = key.type === 'Identifier' ? bindingOf(module, key)?.declaration : undefined;
  return !(declaration?.type === 'VariableDeclarator' && declaration.init?.type === 'NumericLiteral');
}

/** `a[key][name] = value` with keys that anybody may choose reaches every object's prototype. */
function pollutes(scanned: Scanned, node: Node): boolean {
  if (node.type !== 'AssignmentExpression') return false;
  const target = bare(node.left);
  if (!isMember(target) || !target.computed || !isFree(scanned, target.property)) return false;
  const outer = bare(target.object);
  return isMember(outer) && outer.computed && isFree(scanned, outer.property);
}

/** `for (const key in from) into[key] = from[key]` copies `__proto__` where the caller's text holds it. */
function copiesAll({ module }: Scanned, node: Node): boolean {
  if (node.type !== 'AssignmentExpression') return false;
  const target = bare(node.left);
  const key = isMember(target) && target.computed ? bindingOf(module, bare(target.property)) : null;
  const declared = key === null ? null : parentOf(module, key.declaration);
  return declared !== null && parentOf(module, declared)?.type === 'ForInStatement';
}

/** No prototypes are named, set or reached by keys of others. */
export const prototype: Rule = (scanned) => {
  const { module } = scanned;
  const found: ReturnType<Rule> = [];
  walk(module.program, (node) => {
    if (naming(scanned, node)) found.push(suspect(scanned, 'prototype', node, 'names the prototype of an object'));
    if (isMember(node) && SETTERS.test(textOf(module, node)))
      found.push(suspect(scanned, 'prototype', node, 'reaches for the prototype of an object'));
    if (copiesAll(scanned, node)) found.push(suspect(scanned, 'prototype', node, 'copies every key of an object, inherited ones too'));
    if (pollutes(scanned, node))
      found.push(suspect(scanned, 'prototype', node, 'writes to an object by two keys that a caller may choose'));
    if (node.type === 'AssignmentExpression' && isMember(node.left) && memberName(node.left) === 'prototype')
      found.push(suspect(scanned, 'prototype', node, 'replaces a prototype'));
  });
  return found;
};
