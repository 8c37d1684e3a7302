import type { Node, t } from './ast.ts';
import { propertyName } from './ast.ts';
import { parentOf, type Module } from './module.ts';
import type { Binding } from './scope.ts';

/** An array by its declared type; `element` is null where its type cannot be read. */
export interface ArrayType {
  element: t.TSType | null;
  readonly: boolean;
}

/** The interface or alias of this file that a type names. */
function resolve(module: Module, type: t.TSType): t.TSType | t.TSInterfaceBody {
  if (type.type === 'TSParenthesizedType') return resolve(module, type.typeAnnotation);
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || type.typeParameters) return type;
  const { name } = type.typeName;
  for (const top of module.program.body) {
    const statement = top.type === 'ExportNamedDeclaration' ? top.declaration : top;
    if (statement?.type === 'TSInterfaceDeclaration' && statement.id.name === name) return statement.body;
    if (statement?.type === 'TSTypeAliasDeclaration' && statement.id.name === name && !statement.typeParameters)
      return resolve(module, statement.typeAnnotation);
  }
  return type;
}

/** Type of a property of an object type; null: it is not written down, or the property may be missing and has no default. */
function memberType(module: Module, type: t.TSType, name: string, hasDefault: boolean): t.TSType | null {
  const resolved = resolve(module, type);
  const members = resolved.type === 'TSTypeLiteral' ? resolved.members : resolved.type === 'TSInterfaceBody' ? resolved.body : [];
  for (const member of members) {
    if (member.type !== 'TSPropertySignature' || member.computed || member.key.type !== 'Identifier' || member.key.name !== name) continue;
    return member.optional && !hasDefault ? null : (member.typeAnnotation?.typeAnnotation ?? null);
  }
  return null;
}

function patternType(module: Module, pattern: Node, hasDefault: boolean): t.TSType | null {
  const annotation = 'typeAnnotation' in pattern ? pattern.typeAnnotation : null;
  if (annotation?.type === 'TSTypeAnnotation') {
    return pattern.type === 'Identifier' && pattern.optional && !hasDefault ? null : annotation.typeAnnotation;
  }
  const parent = parentOf(module, pattern);
  if (parent?.type === 'AssignmentPattern' && parent.left === pattern) return patternType(module, parent, true);
  if (parent?.type !== 'ObjectProperty' || parent.value !== pattern) return null;
  const name = propertyName(parent);
  const whole = parentOf(module, parent);
  const outer = name === null || whole?.type !== 'ObjectPattern' ? null : patternType(module, whole, false);
  return outer === null || name === null ? null : memberType(module, outer, name, hasDefault);
}

/** The type that a variable or parameter is declared with, also as a part of a typed pattern; null: none, or it may be undefined. */
export function declaredType(module: Module, binding: Binding): t.TSType | null {
  return patternType(module, binding.identifier, false);
}

/** The array that a type means: `T[]`, `readonly T[]`, a tuple, `Array<T>`, `ReadonlyArray<T>`, or an alias of one; null: another type. */
export function arrayType(module: Module, type: t.TSType): ArrayType | null {
  if (type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && /^(?:Readonly)?Array$/.test(type.typeName.name)) {
    return { element: type.typeParameters?.params[0] ?? null, readonly: type.typeName.name === 'ReadonlyArray' };
  }
  const resolved = resolve(module, type);
  if (resolved.type === 'TSArrayType') return { element: resolved.elementType, readonly: false };
  if (resolved.type === 'TSTupleType') return { element: null, readonly: false };
  if (resolved.type === 'TSTypeOperator' && resolved.operator === 'readonly') {
    const inner = arrayType(module, resolved.typeAnnotation);
    return inner === null ? null : { ...inner, readonly: true };
  }
  return resolved === type || resolved.type === 'TSInterfaceBody' ? null : arrayType(module, resolved);
}

/** Whether every value of the type is a string. */
export function isStringType(module: Module, type: t.TSType): boolean {
  const resolved = resolve(module, type);
  if (resolved.type === 'TSStringKeyword' || resolved.type === 'TSTemplateLiteralType') return true;
  if (resolved.type === 'TSLiteralType') return resolved.literal.type === 'StringLiteral' || resolved.literal.type === 'TemplateLiteral';
  return resolved.type === 'TSUnionType' && resolved.types.every((each) => isStringType(module, each));
}

/** Whether every value of the type is a string, a number or a truth value: nothing that can be changed. */
export function isPrimitiveType(module: Module, type: t.TSType): boolean {
  const resolved = resolve(module, type);
  if (/^TS(?:String|Number|Boolean|BigInt|Undefined|Null|Void)Keyword$/.test(resolved.type) || resolved.type === 'TSLiteralType')
    return true;
  if (resolved.type === 'TSUnionType') return resolved.types.every((each) => isPrimitiveType(module, each));
  return isStringType(module, type);
}

/** Whether a type lets its keys be written: a `Record`, or an object type with an index signature that is not readonly. */
export function isWritableRecord(module: Module, type: t.TSType): boolean {
  if (type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Record') return true;
  const resolved = resolve(module, type);
  const members = resolved.type === 'TSTypeLiteral' ? resolved.members : resolved.type === 'TSInterfaceBody' ? resolved.body : [];
  return members.length === 1 && members[0]?.type === 'TSIndexSignature' && members[0].readonly !== true;
}
