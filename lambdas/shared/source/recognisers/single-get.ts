import { bare, isMember, propertyName, type Node, type t } from '../ast.ts';
import { bindingOrigin } from '../imports.ts';
import { bindingOf, constantValue, parentOf, type Module } from '../module.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { changesObject } from '../steady.ts';

export const DOCUMENT_CLIENT = '@aws-sdk/lib-dynamodb';

/** One read of one item by DynamoDB's document client. */
export interface SingleGet {
  call: t.CallExpression;
  /** What it is sent by. */
  client: Node;
  /** The name from the SDK that it is made with: the command, or the class of an aggregated client. */
  name: t.Identifier;
  input: Node | undefined;
}

/** Whether an identifier stands for this export of the document client's package, in the whole file. */
function isExportOf(module: Module, node: Node, name: string): node is t.Identifier {
  const binding = bindingOf(module, node);
  const origin = binding === null ? null : bindingOrigin(module, binding);
  return origin?.specifier === DOCUMENT_CLIENT && origin.name === name && binding?.scope === module.scopes.root;
}

/** `client.send(new GetCommand(…))`, or `documents.get(…)` on what `DynamoDBDocument.from` gave; null: another thing. */
export function singleGetOf(module: Module, call: Node): SingleGet | null {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || call.arguments.length !== 1) return null;
  const client = call.callee.object;
  const [argument] = call.arguments;
  if (propertyName(call.callee) === 'send' && argument?.type === 'NewExpression' && isExportOf(module, argument.callee, 'GetCommand'))
    return { call, client, name: argument.callee, input: argument.arguments[0] };
  if (propertyName(call.callee) !== 'get') return null;
  const made = constantValue(module, bare(client));
  if (made?.type !== 'CallExpression' || !isMember(made.callee) || propertyName(made.callee) !== 'from') return null;
  const type = made.callee.object;
  return isExportOf(module, type, 'DynamoDBDocument') ? { call, client, name: type, input: argument } : null;
}

/** The input of a get that a batch can ask for as well. */
export interface GetInput {
  table: Node;
  key: t.ObjectExpression;
  /** Everything but the key: the same for all items of a batch. */
  shared: t.ObjectProperty[];
}

const KNOWN = new Set(['TableName', 'Key', 'ProjectionExpression', 'ConsistentRead']);

/** A projection leaves the key out unless it names it, and then an answer could not be told from another. */
function keepsKey(projection: Node, names: readonly string[]): boolean {
  if (projection.type !== 'StringLiteral') return false;
  const kept = new Set(projection.value.split(',').map((part) => part.trim()));
  return names.every((name) => kept.has(name));
}

/** The input's parts, or why it is none that a batch could ask for. */
export function inputOf(input: Node | undefined): GetInput | (Proof & { holds: false }) {
  const refuse = (reason: string): Proof & { holds: false } => ({ holds: false, reason });
  if (input?.type !== 'ObjectExpression') return refuse('what is asked for is not written down at the call');
  const properties = new Map<string, t.ObjectProperty>();
  for (const property of input.properties) {
    const name = property.type === 'ObjectProperty' ? propertyName(property) : null;
    if (name === null || property.type !== 'ObjectProperty') return refuse('what is asked for is not written down at the call');
    if (!KNOWN.has(name)) return refuse(`it sets ${name}, which a batch does not know in the same way`);
    properties.set(name, property);
  }
  const table = properties.get('TableName')?.value;
  const key = properties.get('Key')?.value;
  if (table === undefined || key?.type !== 'ObjectExpression') return refuse('the attributes of the key are not written down at the call');
  const names = key.properties.map((property) => (property.type === 'ObjectProperty' ? propertyName(property) : null));
  if (names.length === 0 || names.some((name) => name === null))
    return refuse('the attributes of the key are not written down at the call');
  const projection = properties.get('ProjectionExpression')?.value;
  if (projection !== undefined && !keepsKey(projection, names as string[]))
    return refuse('its projection leaves the key out, so an answer could not be told from another');
  return { table, key, shared: [...properties.values()].filter(({ value }) => value !== key) };
}

/** Proves that of the answer only the item is looked at: a batch has no other part of it. */
export function proveItemOnly(module: Module, answer: Node): Proof {
  const REFUSAL = fails('more than the item of the answer is used, or the answer is handed on');
  const parent = parentOf(module, answer);
  if (parent === null) return REFUSAL;
  if (isMember(parent)) return parent.object === answer && propertyName(parent) === 'Item' ? HOLDS : REFUSAL;
  if (parent.type !== 'VariableDeclarator' || ('typeAnnotation' in parent.id && parent.id.typeAnnotation)) return REFUSAL;
  if (parent.id.type === 'ObjectPattern') {
    return parent.id.properties.every((each) => each.type === 'ObjectProperty' && propertyName(each) === 'Item') ? HOLDS : REFUSAL;
  }
  const binding = bindingOf(module, parent.id);
  const isItem = binding?.references.every(({ node, write }) => {
    const member = parentOf(module, node);
    return !write && member !== null && isMember(member) && propertyName(member) === 'Item' && !changesObject(module, node);
  });
  return isItem === true ? HOLDS : REFUSAL;
}
