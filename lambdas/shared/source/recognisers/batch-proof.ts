import type { SourceFile } from '../../contract/records.ts';
import { collect, isCall, isFunction, isMember, propertyName, rootOf, walk, type Node, type t } from '../ast.ts';
import { useOf, withTypes } from '../collection-uses.ts';
import { scanEffects } from '../effects.ts';
import { bindingOf, constantValue, contains, enclosingFunction, parentOf, type Module } from '../module.ts';
import { patternIdentifiers, type Binding } from '../scope.ts';
import { fails, firstFailure, HOLDS, type Proof } from '../sites.ts';
import { changesObject } from '../steady.ts';
import { outermostLoop } from '../unchanged.ts';
import { proveItems } from './loop-shape.ts';
import { proveEachItem, type Items, type Repetition } from './repetition.ts';
import { proveItemOnly, type GetInput, type SingleGet } from './single-get.ts';

/** A get in a repetition, taken apart. */
export interface Batch {
  get: SingleGet;
  input: GetInput;
  repetition: Repetition;
  items: Items;
}

/** Whether a mention of a variable changes the object that it holds. */
function changes(module: Module, mention: Node): boolean {
  return useOf(module, mention) === 'change' || changesObject(module, withTypes(module, mention));
}

/** Whether something in the region assigns to the variable or changes the object that it holds. */
function changesIn(module: Module, region: Node, binding: Binding): boolean {
  return binding.references.some(({ node, write }) => contains(region, node) && (write || changes(module, node)));
}

const COMPUTES_MORE = /^(?:Await|Yield|Assignment|Update|New|Import|TaggedTemplate)Expression$|Function|Method|Class/;

/** Proves that an expression gives before the first item what it gives at its own: it rests on `own` and on what stays the same. */
function proveSettled(module: Module, region: Node, expression: Node, what: string, own: readonly Binding[]): Proof {
  let proof = HOLDS;
  walk(expression, (node) => {
    if (!proof.holds) return 'skip';
    if (COMPUTES_MORE.test(node.type)) proof = fails(`${what} is computed by more than an expression over the item`);
    const binding = node.type === 'Identifier' ? bindingOf(module, node) : null;
    if (binding === null || own.includes(binding)) return undefined;
    if (contains(region, binding.identifier)) proof = fails(`${what} depends on "${binding.name}", which each item has of its own`);
    else if (changesIn(module, region, binding)) proof = fails(`${what} depends on "${binding.name}", which the loop changes`);
    return undefined;
  });
  return proof;
}

/** Proves that the key is a plain computation: its calls read nothing and change nothing. */
function proveKey(module: Module, region: Node, key: Node, own: readonly Binding[], files: readonly SourceFile[]): Proof {
  const settled = proveSettled(module, region, key, 'the key', own);
  if (!settled.holds) return settled;
  const { proof, reads } = scanEffects(module, key, key, files);
  if (!proof.holds) return fails(`for the key ${proof.reason}`);
  return reads.length === 0 ? HOLDS : fails('for the key it reads something else');
}

function proveConstant(module: Module, region: Node, expression: Node, what: string): Proof {
  return collect(expression, isCall).length > 0
    ? fails(`${what} is the result of a call, which may differ`)
    : proveSettled(module, region, expression, what, []);
}

/** Whether a mention may give the object to somebody else, or under another name. `get` and `has` of a collection do not. */
function handsOn(module: Module, mention: Node): boolean {
  const member = parentOf(module, withTypes(module, mention));
  const called = member !== null && isMember(member) ? parentOf(module, member) : null;
  const method = called !== null && isCall(called) && called.callee === member ? propertyName(called.callee) : null;
  // What changes a collection often gives the collection itself.
  if (called !== null && method !== null && changes(module, mention)) return parentOf(module, called)?.type !== 'ExpressionStatement';
  return useOf(module, mention) === 'handed-on' && method !== 'get' && method !== 'has';
}

/** Whether a mention stands in a function declaration within `home`, which may be called before the line that it stands on. */
function isHoisted(module: Module, mention: Node, home: Node | null): boolean {
  for (let at = enclosingFunction(module, mention); at !== null && at !== home; at = enclosingFunction(module, at))
    if (at.type === 'FunctionDeclaration') return true;
  return false;
}

/**
 * Proves that what the loop changes outside of itself is seen there by one name only, so that neither the key nor the list can rest on it
 * by another: until all is over no other function looks at it, and an object of it is not handed on.
 */
function proveOneName(module: Module, region: Node): Proof {
  for (const binding of new Set(module.scopes.bindings.values())) {
    if (contains(region, binding.identifier) || !changesIn(module, region, binding)) continue;
    const home = enclosingFunction(module, binding.identifier);
    const over = outermostLoop(module, binding, region).end ?? 0;
    const isEarly = (node: Node): boolean => (node.start ?? 0) < over || isHoisted(module, node, home);
    const early = binding.references.filter(({ node }) => !contains(region, node) && isEarly(node));
    if (early.some(({ node }) => enclosingFunction(module, node) !== home))
      return fails(`the loop changes "${binding.name}", which another function looks at`);
    const changed = binding.references.some(({ node, write }) => !write && contains(region, node) && changes(module, node));
    if (changed && early.some(({ node }) => handsOn(module, node)))
      return fails(`the loop changes "${binding.name}", which has another name too`);
  }
  return HOLDS;
}

/** Proves that the list of the items stays what it is while they run. */
function proveListKept(module: Module, { repetition, items }: Batch): Proof {
  for (let at: Node | null = rootOf(items.over.node); at !== null; at = constantValue(module, at)) {
    const binding = at.type === 'Identifier' ? bindingOf(module, at) : null;
    if (binding !== null && changesIn(module, repetition.node, binding)) return fails(`the loop changes its own list "${binding.name}"`);
  }
  return HOLDS;
}

/**
 * Proves that nobody sees how far the loop has come when a read fails: all reads come before the first item now. What the loop changes is
 * declared inside of every `try` around it.
 */
function proveUnseenProgress(module: Module, region: Node): Proof {
  for (let at = parentOf(module, region); at !== null && !isFunction(at); at = parentOf(module, at)) {
    if (at.type !== 'TryStatement') continue;
    for (const binding of new Set(module.scopes.bindings.values())) {
      if (!contains(at, binding.identifier) && changesIn(module, region, binding))
        return fails(`after an error "${binding.name}" can be seen half done, which would change`);
    }
  }
  return HOLDS;
}

/** Everything that one item does besides its read, and that it is the only one. */
function proveBody(module: Module, batch: Batch, files: readonly SourceFile[]): Proof {
  const { repetition, get } = batch;
  const scope = repetition.kind === 'map' ? repetition.callback : (enclosingFunction(module, repetition.node) ?? repetition.node);
  const awaits = collect(repetition.body, (node): node is t.AwaitExpression => node.type === 'AwaitExpression');
  if (awaits.length !== 1) return fails('an item waits for more than this read');
  const { proof, reads } = scanEffects(module, scope, repetition.body, files);
  if (!proof.holds) return fails(`in the loop ${proof.reason}`);
  return reads.every(({ call }) => call === get.call) ? HOLDS : fails('an item reads more than this');
}

/** Leaves of the repetition's own body: not those of functions in it, nor breaks of loops in it. */
function exitsOf(body: Node): Node[] {
  const found: Node[] = [];
  walk(body, (node) => {
    if (/^(?:Break|Return|Throw|Continue)Statement$|^YieldExpression$/.test(node.type)) found.push(node);
    return isFunction(node) && node !== body ? 'skip' : undefined;
  });
  return found;
}

const NOT_AWAITED = fails('the answer is not waited for where it is asked for');

/** Proves that the reads of all items may be made together before the first item runs. */
export function proveBatch(module: Module, batch: Batch, files: readonly SourceFile[]): Proof {
  const { get, input, repetition, items } = batch;
  const region = repetition.kind === 'map' ? repetition.callback : repetition.node;
  const awaited = parentOf(module, get.call);
  if (awaited?.type !== 'AwaitExpression') return NOT_AWAITED;
  const own = patternIdentifiers(items.item).flatMap((identifier) => bindingOf(module, identifier) ?? []);
  return firstFailure([
    () => proveEachItem(module, repetition, awaited, exitsOf(repetition.body)),
    () => proveItemOnly(module, awaited),
    () => proveItemVariable(module, batch, own),
    () => proveKey(module, region, input.key, own, files),
    () => (/^(?:Identifier|ThisExpression)$/.test(rootOf(get.client).type) ? HOLDS : fails('the client is made by an expression')),
    () => proveConstant(module, region, get.client, 'the client'),
    ...input.shared.map(
      ({ value }) =>
        () =>
          proveConstant(module, region, value, value === input.table ? 'the table' : 'an option'),
    ),
    () => proveListKept(module, batch),
    () => proveBody(module, batch, files),
    () => proveOneName(module, region),
    () => proveUnseenProgress(module, region),
    () => (files.some(({ content }) => content.includes('wrapNumbers')) ? fails('its numbers are wrapped in objects of a class') : HOLDS),
  ]);
}

function proveItemVariable(module: Module, { repetition, items }: Batch, own: readonly Binding[]): Proof {
  if (repetition.kind === 'loop') return repetition.loop === null ? HOLDS : proveItems(module, { loop: repetition.loop, ...items });
  const changed = own.find((binding) => binding.references.some(({ write }) => write));
  return changed === undefined ? HOLDS : fails(`the loop changes its own variable "${changed.name}"`);
}
