import type { SourceFile } from '../../contract/records.ts';
import { isCall, walk, type Call, type t } from '../ast.ts';
import { declarationOf, makesClient, proveStableArguments, proveUses } from './client-proof.ts';
import { enclosingFunction, moduleOf, parentOf, textOf, type Module } from '../module.ts';
import { runsPerInvocation } from '../per-invocation.ts';
import type { Binding } from '../scope.ts';
import { fails, siteAt, type Proof, type Site } from '../sites.ts';

const SAFE = 'it is made from what is the same for every invocation, kept in a constant and never closed, so one serves all of them';

/** A site and the declaration that its codemod moves; `declaration` null where the form is refused. */
export interface ClientPerInvocation {
  site: Site;
  declaration: t.VariableDeclaration | null;
}

function judge(module: Module, call: Call, hoisted: Set<Binding>): { proof: Proof; declaration: t.VariableDeclaration | null } {
  if (parentOf(module, call)?.type === 'AwaitExpression')
    return { proof: fails('connecting is awaited: a failure at load would stay for good'), declaration: null };
  const held = declarationOf(module, call);
  if (held === null)
    return { proof: fails('it is not kept in a constant of its own, so who else holds it is not known'), declaration: null };
  const { statement, binding } = held;
  if (module.scopes.root.bindings.has(binding.name) || module.scopes.globals.has(binding.name)) {
    return { proof: fails(`the module has another "${binding.name}"`), declaration: null };
  }
  const block = parentOf(module, statement);
  if (block === null || parentOf(module, block) !== enclosingFunction(module, call)) {
    return { proof: fails('it is only made on some condition'), declaration: null };
  }
  const given = proveStableArguments(module, call, hoisted);
  const proof = given.holds ? proveUses(module, binding) : given;
  if (proof.holds) hoisted.add(binding);
  return { proof, declaration: statement };
}

/** Every client or connection that is made anew in a function that runs with each invocation, with its proof. */
export function clientsPerInvocation(file: SourceFile): ClientPerInvocation[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: ClientPerInvocation[] = [];
  const hoisted = new Set<Binding>();
  const names = new Set<string>();
  walk(module.program, (node) => {
    if (!isCall(node) || !makesClient(module, node)) return undefined;
    const home = enclosingFunction(module, node);
    if (home === null || !runsPerInvocation(module, home) || isMemoised(module, node)) return undefined;
    const { proof, declaration } = judge(module, node, hoisted);
    const name = declaration === null ? null : textOf(module, declaration.declarations[0]?.id ?? declaration);
    const twice = name !== null && names.has(name) && proof.holds;
    if (name !== null && proof.holds) names.add(name);
    const summary = `\`${textOf(module, node).replace(/\s+/g, ' ').slice(0, 80)}\` is made anew by every invocation`;
    const final = twice ? fails(`another function makes a "${name}" too`) : proof;
    found.push({ site: siteAt(module, declaration ?? node, 'client-per-invocation', summary, final, SAFE), declaration });
    return 'skip';
  });
  return found;
}

/** `client ??= new Client()` and the like keep what they make. */
function isMemoised(module: Module, call: Call): boolean {
  for (let at = parentOf(module, call); at !== null && !/Function/.test(at.type); at = parentOf(module, at)) {
    if (at.type === 'AssignmentExpression' || at.type === 'LogicalExpression') return true;
  }
  return false;
}

/** Sites of clients made per invocation. */
export function findClientsPerInvocation(file: SourceFile): Site[] {
  return clientsPerInvocation(file).map(({ site }) => site);
}
