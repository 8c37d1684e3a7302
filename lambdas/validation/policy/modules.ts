import { bare, isCall, isMember, walk, type Call, type Node } from '../../shared/source/ast.ts';
import { importedBy } from '../../shared/source/imports.ts';
import { bindingOf, parentOf, textOf } from '../../shared/source/module.ts';
import { specifiersOf } from '../../shared/source/specifiers.ts';
import { isGlobal, isGlobalName, memberName } from './globals.ts';
import { squeezed, suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

/** Modules that run other programs or code, or reach around the sandbox. */
const POWERFUL = new Set(
  'child_process vm worker_threads cluster inspector repl module v8 wasi sqlite diagnostics_channel async_hooks trace_events'.split(' '),
);
/** Modules that open connections of their own. */
const NETWORK = new Set('net http https http2 tls dgram dns'.split(' '));
/** What they have that opens nothing by itself. */
const HARMLESS = new Set(['Agent', 'globalAgent', 'STATUS_CODES', 'METHODS', 'AsyncLocalStorage', 'AsyncResource']);
const HARMLESS_ALONE = new Set(['async_hooks']);
const SOCKETS = new Set(['WebSocket', 'EventSource', 'XMLHttpRequest', 'RTCPeerConnection']);
/** Ways to a module or a binding around the import statements. */
const AROUND =
  /^(?:process\.(?:binding|dlopen|getBuiltinModule|_linkedBinding|mainModule)|module\.(?:constructor|_load|require|children|parent))$/;

function builtIn(specifier: string): string {
  return specifier.replace(/^node:/, '').split('/')[0] ?? specifier;
}

function ruleOf(module: string): 'powerful-module' | 'network-module' | null {
  if (POWERFUL.has(module)) return 'powerful-module';
  return NETWORK.has(module) ? 'network-module' : null;
}

function imported(scanned: Scanned): Suspicion[] {
  return specifiersOf(scanned.module.program).flatMap(({ name, node, typeOnly }) => {
    if (typeOnly || name === null) return [];
    const built = builtIn(name);
    const rule = ruleOf(built);
    if (rule !== null && !HARMLESS_ALONE.has(built)) return [suspect(scanned, rule, node, `uses the module ${built}`, { subject: built })];
    return built === 'test' && !scanned.inTest && name.startsWith('node:')
      ? [suspect(scanned, 'test-module', node, 'is no test and takes hold of the test runner', { subject: built })]
      : [];
  });
}

/** A call of what a powerful module or one of the network has: the base's own use of the module does not cover another one. */
function used(scanned: Scanned, call: Call): Suspicion[] {
  const { module } = scanned;
  const callee = bare(call.callee);
  const root = isMember(callee) ? bare(callee.object) : callee;
  const binding = root.type === 'Identifier' ? bindingOf(module, root) : null;
  const source = binding === null ? null : importedBy(module, binding);
  const rule = source === null ? null : ruleOf(builtIn(source.specifier));
  if (source === null || rule === null) return [];
  const name = isMember(callee) ? (memberName(callee) ?? textOf(module, callee)) : source.name;
  if (HARMLESS.has(name)) return [];
  const [first] = call.arguments;
  const subject = squeezed(`${builtIn(source.specifier)}.${name} ${first === undefined ? '' : textOf(module, first)}`);
  return [suspect(scanned, rule, call, `calls ${name} of ${builtIn(source.specifier)}`, { subject, counted: true })];
}

function opensSocket(scanned: Scanned, node: Node): boolean {
  return node.type === 'Identifier' && SOCKETS.has(node.name) && isGlobalName(scanned.module, node);
}

/** No new use of modules that run programs, reach around the sandbox or open connections, and none of ways around the imports. */
export const modules: Rule = (scanned) => {
  const { module } = scanned;
  const found = imported(scanned);
  walk(module.program, (node) => {
    if (isCall(node)) found.push(...used(scanned, node));
    if (isMember(node) && AROUND.test(textOf(module, node)))
      found.push(suspect(scanned, 'powerful-module', node, `reaches for ${textOf(module, node)}`));
    if (opensSocket(scanned, node))
      found.push(suspect(scanned, 'network-module', parentOf(module, node) ?? node, 'opens a connection of its own'));
    if (isGlobal(module, node, 'require') && !isRequired(scanned, node))
      found.push(suspect(scanned, 'computed-import', parentOf(module, node) ?? node, 'hands the loader of modules on'));
  });
  return found;
};

/** `require('x')` and `require.main`; anything else that is done with it loads what cannot be seen. */
function isRequired({ module }: Scanned, node: Node): boolean {
  const parent = parentOf(module, node);
  if (parent === null) return true;
  if (isCall(parent)) return parent.callee === node;
  return isMember(parent) && parent.object === node && memberName(parent) === 'main';
}
