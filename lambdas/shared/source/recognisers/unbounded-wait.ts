import type { SourceFile } from '../../contract/records.ts';
import { walk, type Call, type Node, type t } from '../ast.ts';
import { fetchesOnly } from '../fetch-call.ts';
import { bindingOf, enclosingFunction, moduleOf, textOf, type Module } from '../module.ts';
import { siteAt, type Site } from '../sites.ts';
import { BUDGET_MS, FETCH_TRY_MS, SDK_TRY_MS } from '../waits.ts';
import { hasSignal, proveBoundable } from './fetch-proof.ts';
import { isUnboundedClient, proveClientBoundable } from './sdk-wait-proof.ts';

const SAFE = {
  read: 'it only reads, so it may be ended and asked again, and its response is read at once',
  write: 'its response is read at once; as it may write, it is ended, and never sent again',
  client: 'nothing but quick reads is sent through it, and these may be sent again',
};

/** A site and what its codemod bounds: a read (with repetitions), another request (without), or a client of the AWS SDK. */
export type UnboundedWait = { site: Site } & (
  | { bounds: 'read' | 'write'; call: t.CallExpression }
  | { bounds: 'client'; client: t.NewExpression }
);

function isFetch(module: Module, node: Node): node is t.CallExpression {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'fetch' &&
    bindingOf(module, node.callee) === null &&
    enclosingFunction(module, node) !== null
  );
}

function shortText(module: Module, node: Call): string {
  return textOf(module, node).replace(/\s+/g, ' ').slice(0, 80);
}

function requestSite(module: Module, call: t.CallExpression, files: readonly SourceFile[]): UnboundedWait {
  const bounds = fetchesOnly(module, call).holds ? 'read' : 'write';
  const summary = `\`${shortText(module, call)}\` waits as long as its upstream likes: nothing ends it but the end of the invocation`;
  const site = siteAt(module, call, 'unbounded-wait', summary, proveBoundable(module, call, files), SAFE[bounds]);
  const longestMs = bounds === 'read' ? FETCH_TRY_MS : BUDGET_MS;
  return { site: { ...site, needs: { longestMs } }, bounds, call };
}

function clientSite(module: Module, client: t.NewExpression, files: readonly SourceFile[]): UnboundedWait {
  const summary = `\`${shortText(module, client)}\` has no timeouts: what is sent through it waits until the end of the invocation`;
  const site = siteAt(module, client, 'unbounded-wait', summary, proveClientBoundable(module, client, files), SAFE.client);
  return { site: { ...site, needs: { longestMs: SDK_TRY_MS } }, bounds: 'client', client };
}

/** Every `fetch` without a signal in a function, and every client of the AWS SDK at the module's level without timeouts, with its proof. */
export function unboundedWaits(file: SourceFile, files: readonly SourceFile[] = [file]): UnboundedWait[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: UnboundedWait[] = [];
  walk(module.program, (node) => {
    if (isFetch(module, node) && !hasSignal(module, node)) found.push(requestSite(module, node, files));
    else if (isUnboundedClient(module, node) && enclosingFunction(module, node) === null) found.push(clientSite(module, node, files));
  });
  return found;
}

/** Sites of waits without a bound. `files`: the whole package, since what a client sends may be elsewhere. */
export function findUnboundedWaits(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return unboundedWaits(file, files).map(({ site }) => site);
}
