import type { SourceFile } from '../../contract/records.ts';
import { collect, isMember, propertyName, walk, type Node, type t } from '../ast.ts';
import { contains, enclosingFunction, moduleOf, parentOf, type Module } from '../module.ts';
import { runsPerInvocation } from '../per-invocation.ts';
import { fails, HOLDS, siteAt, type Proof, type Site } from '../sites.ts';
import { isKept, keptAs, proveKeepable, readsOneFile } from './kept-file.ts';
import { plainCalls, shortCall, syncCallAt, type SyncCall } from './sync-call.ts';

const SAFE = {
  keep: 'its path is written down, nothing in the package changes files, and what was read is text, so once serves every invocation',
  row: 'they stand in a row, none needs what another gives, and nothing else happens between them',
  map: 'each item is worked on by itself, in order of the items, and nothing else happens',
};
const ALONE = 'alone it has nothing to overlap with: an environment serves one invocation at a time, which has to wait for it in any case';
const MANY_FILES = 'how many files it would hold open at once is not known';

/** What its codemod does: keep a file's text, run a row of statements' calls together, or all calls of a `map`. */
export type BlockingIo = { site: Site } & (
  | { form: 'keep'; call: SyncCall; as: 'text' | 'buffer' }
  | { form: 'row'; statements: t.Statement[]; calls: SyncCall[] }
  | { form: 'map'; call: SyncCall; map: t.CallExpression; callback: t.ArrowFunctionExpression }
  | { form: 'alone' }
);

function namesOf(module: Module, statement: Node): Set<Node> {
  return new Set([...module.scopes.bindings].filter(([node]) => contains(statement, node)).map(([, binding]) => binding.identifier));
}

/** Whether a statement uses what an earlier one of the row declares. */
function needsEarlier(module: Module, row: readonly t.Statement[], statement: t.Statement): boolean {
  return [...namesOf(module, statement)].some((declared) => row.some((earlier) => contains(earlier, declared)));
}

/** Statements that follow one another, each with calls and nothing else, none of which needs another's result. */
function rowsIn(
  module: Module,
  body: readonly t.Statement[],
  left: ReadonlyMap<t.CallExpression, SyncCall>,
): { statements: t.Statement[]; calls: SyncCall[] }[] {
  const rows: { statements: t.Statement[]; calls: SyncCall[] }[] = [];
  let open = false;
  for (const statement of body) {
    const wanted = (statement.type === 'VariableDeclaration' && statement.kind !== 'var') || statement.type === 'ReturnStatement';
    const calls = wanted ? (plainCalls(module, statement)?.filter(({ call }) => left.has(call)) ?? []) : [];
    const row = rows.at(-1);
    if (calls.length === 0) open = false;
    else if (open && row !== undefined && !needsEarlier(module, row.statements, statement)) {
      row.statements.push(statement);
      row.calls.push(...calls);
    } else {
      rows.push({ statements: [statement], calls });
      open = true;
    }
  }
  return rows.filter(({ calls }) => calls.length > 1);
}

function proveAsync(module: Module, node: Node): Proof {
  const home = enclosingFunction(module, node);
  if (home === null || !home.async) return fails('the function around it is not async, so it cannot wait for several at once');
  return home.generator ? fails('the function around it is a generator') : HOLDS;
}

/** `items.map((item) => scryptSync(…))` as the value of a declaration or a return. */
function mapAround(module: Module, { call }: SyncCall): { map: t.CallExpression; callback: t.ArrowFunctionExpression } | null {
  const callback = enclosingFunction(module, call);
  const map = callback === null ? null : parentOf(module, callback);
  if (callback?.type !== 'ArrowFunctionExpression' || callback.body.type === 'BlockStatement' || callback.async) return null;
  if (map?.type !== 'CallExpression' || !isMember(map.callee) || propertyName(map.callee) !== 'map' || map.arguments.length !== 1)
    return null;
  const holder = parentOf(module, map);
  if (holder?.type !== 'VariableDeclarator' && holder?.type !== 'ReturnStatement') return null;
  return plainCalls(module, callback.body)?.length === 1 && plainCalls(module, map.callee.object)?.length === 0 ? { map, callback } : null;
}

/** Work of the processor only overlaps where there is more than one. */
function withNeeds(site: Site, calls: readonly SyncCall[]): Site {
  return calls.some(({ module }) => module !== 'fs') ? { ...site, needs: { vcpus: 2 } } : site;
}

function keepSite(module: Module, call: SyncCall, proof: Proof): BlockingIo {
  const summary = `\`${shortCall(module, call)}\` reads the same file in every invocation`;
  const site = siteAt(module, call.call, 'blocking-io', summary, proof, SAFE.keep);
  return { site, form: 'keep', call, as: keptAs(module, call) ?? 'text' };
}

function rowSite(module: Module, statements: t.Statement[], calls: SyncCall[]): BlockingIo | null {
  const [first] = calls;
  const [start] = statements;
  if (first === undefined || start === undefined) return null;
  const summary = `\`${shortCall(module, first)}\` and ${calls.length - 1} more run one after the other, each holding the thread`;
  const site = siteAt(module, start, 'blocking-io', summary, proveAsync(module, start), SAFE.row);
  return { site: withNeeds(site, calls), form: 'row', statements, calls };
}

function otherSite(module: Module, call: SyncCall): BlockingIo {
  const within = mapAround(module, call);
  const summary = `\`${shortCall(module, call)}\` holds the thread until it is done`;
  if (within === null) return { site: siteAt(module, call.call, 'blocking-io', summary, fails(ALONE), ''), form: 'alone' };
  const proof = call.module === 'fs' ? fails(MANY_FILES) : proveAsync(module, within.map);
  const site = siteAt(module, within.map, 'blocking-io', `${summary}, for one item after the other`, proof, SAFE.map);
  return { site: withNeeds(site, [call]), form: 'map', call, ...within };
}

function bodiesOf(module: Module): (readonly t.Statement[])[] {
  return collect(module.program, (node): node is t.BlockStatement => node.type === 'BlockStatement').map(({ body }) => body);
}

/** Every synchronous read, key derivation and compression in functions that serve invocations, with its proof. */
export function blockingIo(file: SourceFile, files: readonly SourceFile[] = [file]): BlockingIo[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const calls: SyncCall[] = [];
  walk(module.program, (node) => {
    const call = syncCallAt(module, node);
    const home = call === null ? null : enclosingFunction(module, node);
    if (call !== null && home !== null && runsPerInvocation(module, home) && !isKept(module, call.call)) calls.push(call);
  });
  const found: BlockingIo[] = [];
  const left = new Map(calls.map((call) => [call.call, call]));
  for (const call of calls) {
    const proof = readsOneFile(module, call) ? proveKeepable(module, call, files) : null;
    if (proof?.holds !== true) continue;
    found.push(keepSite(module, call, proof));
    left.delete(call.call);
  }
  for (const { statements, calls: inRow } of bodiesOf(module).flatMap((body) => rowsIn(module, body, left))) {
    const together = rowSite(module, statements, inRow);
    if (together === null) continue;
    found.push(together);
    for (const { call } of inRow) left.delete(call);
  }
  for (const call of left.values()) {
    const proof = readsOneFile(module, call) ? proveKeepable(module, call, files) : null;
    found.push(proof === null ? otherSite(module, call) : keepSite(module, call, proof));
  }
  return found.toSorted((a, b) => a.site.start - b.site.start);
}

/** Sites of synchronous work that could be kept or overlap. `files`: the whole package, since any of it may change files. */
export function findBlockingIo(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return blockingIo(file, files).map(({ site }) => site);
}
