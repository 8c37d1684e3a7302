import { bare, propertyName, type Call, type Node, type t } from './ast.ts';
import { bindingOf, constantValue, type Module } from './module.ts';
import { fails, HOLDS, type Proof } from './sites.ts';

/** The options object of a `fetch`, when it is written down; 'none' without one; null when it cannot be seen. */
export function fetchOptions(module: Module, call: Call): t.ObjectExpression | 'none' | null {
  const [, options] = call.arguments;
  if (options === undefined) return 'none';
  const value: Node = bare(constantValue(module, options) ?? options);
  return value.type === 'ObjectExpression' ? value : null;
}

/** The value of a written property; undefined when the object has none of this name. */
export function optionValue(options: t.ObjectExpression, name: string): Node | undefined {
  for (const property of options.properties)
    if (property.type === 'ObjectProperty' && propertyName(property) === name) return property.value;
  return undefined;
}

/** Proves that a `fetch` is a GET or HEAD: its method can be seen, or is left out, and it has no body. */
export function fetchesOnly(module: Module, call: Call): Proof {
  const [address] = call.arguments;
  if (address === undefined || address.type === 'SpreadElement') return fails('it calls fetch() with arguments that cannot be seen');
  const target = bare(constantValue(module, address) ?? address);
  if (
    target.type === 'NewExpression' &&
    target.callee.type === 'Identifier' &&
    target.callee.name === 'Request' &&
    bindingOf(module, target.callee) === null
  ) {
    return fails('it fetches a Request object, whose method cannot be seen');
  }
  const options = fetchOptions(module, call);
  if (options === 'none') return HOLDS;
  if (options === null) return fails('it calls fetch() with options that cannot be seen');
  if (options.properties.some((property) => property.type !== 'ObjectProperty' || propertyName(property) === null)) {
    return fails('it calls fetch() with options that cannot be seen');
  }
  if (optionValue(options, 'body') !== undefined) return fails('it fetches with a body');
  const method = optionValue(options, 'method');
  if (method === undefined) return HOLDS;
  const text = bare(constantValue(module, method) ?? method);
  if (text.type !== 'StringLiteral') return fails('it fetches with a method that cannot be seen');
  return /^(?:get|head)$/i.test(text.value) ? HOLDS : fails(`it fetches with the method ${text.value.toUpperCase()}`);
}
