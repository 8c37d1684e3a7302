import type { SourceFile } from '../../contract/records.ts';
import type { Node, t } from '../ast.ts';
import { requiredBy } from '../imports.ts';
import { bindingOf, moduleOf, textOf, type Module } from '../module.ts';
import { isSource, isTypeScript } from '../paths.ts';
import { fails, firstFailure, HOLDS, siteAt, type Proof, type Site } from '../sites.ts';
import { LODASH_FUNCTIONS, SDK_CLIENTS } from './sdk-clients.ts';

const SAFE = 'only parts that have modules of their own are used, and nothing is set for the whole package';

/** A package that is one large module, and its parts that are small ones. */
export interface WholePackage {
  name: string;
  parts: ReadonlySet<string>;
  /** Specifier of a part: with its extension, which Node needs where a package does not say what it exports. */
  specifier: (part: string) => string;
  /** The part's local name where its own cannot be had. */
  local: (part: string) => string;
  /** Parts are taken by their own name where that is free. */
  keepsName: boolean;
}

const PACKAGES: readonly WholePackage[] = [
  {
    name: 'aws-sdk',
    parts: SDK_CLIENTS,
    specifier: (part) => `aws-sdk/clients/${part.toLowerCase()}.js`,
    local: (part) => `${part}Client`,
    keepsName: true,
  },
  {
    name: 'lodash',
    parts: LODASH_FUNCTIONS,
    specifier: (part) => `lodash/${part}.js`,
    local: (part) => `lodash${part.charAt(0).toUpperCase()}${part.slice(1)}`,
    keepsName: false,
  },
];

/** One use of a part: `AWS.S3`, as a value or in a type. */
export interface PartUse {
  part: string;
  node: Node;
}

/** A site with the statement and the uses that its codemod rewrites. */
export interface WholeImport {
  site: Site;
  of: WholePackage;
  statement: t.ImportDeclaration | t.VariableDeclaration;
  /** ES module or CommonJS. */
  form: 'import' | 'require';
  uses: PartUse[];
}

interface Found {
  of: WholePackage;
  statement: WholeImport['statement'];
  form: WholeImport['form'];
  local: t.Identifier;
  /** `import * as`. */
  namespace: boolean;
}

/** Imports of the module's level that take a whole package under one name. */
function wholeImportsOf(module: Module): Found[] {
  return module.program.body.flatMap((statement): Found[] => {
    if (statement.type === 'ImportDeclaration') {
      const of = PACKAGES.find(({ name }) => name === statement.source.value);
      const [specifier] = statement.specifiers;
      if (of === undefined || specifier === undefined || statement.importKind === 'type' || specifier.type === 'ImportSpecifier') return [];
      return [{ of, statement, form: 'import', local: specifier.local, namespace: specifier.type === 'ImportNamespaceSpecifier' }];
    }
    if (statement.type !== 'VariableDeclaration') return [];
    const [declarator] = statement.declarations;
    const specifier = declarator?.init ? requiredBy(module, declarator.init) : null;
    const of = PACKAGES.find(({ name }) => name === specifier);
    if (of === undefined || declarator?.id.type !== 'Identifier') return [];
    return [{ of, statement, form: 'require', local: declarator.id, namespace: false }];
  });
}

/** Every node of the program with the one around it, types among them: a type may name the package too. */
function everyNode(program: t.Program): { node: Node; parent: Node | null }[] {
  const found: { node: Node; parent: Node | null }[] = [];
  const visit = (value: unknown, parent: Node | null): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, parent);
    if (value === null || typeof value !== 'object' || typeof (value as { type?: unknown }).type !== 'string') return;
    const node = value as Node;
    found.push({ node, parent });
    for (const [key, child] of Object.entries(node)) if (!/omments$|^(?:loc|extra|tokens|errors)$/.test(key)) visit(child, node);
  };
  visit(program, null);
  return found;
}

/** What a mention of the package's name is: a part of it, nothing (a property of that name), or more than a part. */
function useAt(module: Module, found: Found, node: Node, parent: Node | null): PartUse | 'nothing' | Proof {
  if (node === found.local) return 'nothing';
  if (parent?.type === 'TSQualifiedName' && parent.left === node && parent.right.type === 'Identifier')
    return { part: parent.right.name, node: parent };
  const binding = bindingOf(module, node);
  if (binding === null && parent !== null && !parent.type.startsWith('TS')) return 'nothing';
  if (binding !== null && binding !== bindingOf(module, found.local)) return 'nothing';
  if (parent?.type === 'MemberExpression' && parent.object === node && !parent.computed && parent.property.type === 'Identifier')
    return { part: parent.property.name, node: parent };
  return fails(`"${found.local.name}" itself is used or handed on, not only its parts`);
}

function isTarget(module: Module, node: Node): boolean {
  const parent = module.scopes.parents.get(node);
  return parent?.type === 'AssignmentExpression' && parent.left === node;
}

function usesOf(module: Module, found: Found): PartUse[] | (Proof & { holds: false }) {
  const uses: PartUse[] = [];
  for (const { node, parent } of everyNode(module.program)) {
    if (node.type !== 'Identifier' || node.name !== found.local.name) continue;
    const use = useAt(module, found, node, parent);
    if (use === 'nothing') continue;
    if ('part' in use) uses.push(use);
    else if (!use.holds) return use;
  }
  const written = uses.find(({ node }) => isTarget(module, node));
  if (written !== undefined) return { holds: false, reason: `${textOf(module, written.node)} is replaced by something else` };
  const unknown = uses.find(({ part }) => !found.of.parts.has(part));
  if (unknown !== undefined) return { holds: false, reason: `${textOf(module, unknown.node)} is not known as a part of its own` };
  return uses.length > 0 ? uses : { holds: false, reason: 'nothing of it is used' };
}

/** Proves that the statement brings the package's name and nothing else, and that a part can take its place. */
function proveForm(found: Found, module: Module, files: readonly SourceFile[]): Proof {
  const many = found.statement.type === 'ImportDeclaration' ? found.statement.specifiers.length : found.statement.declarations.length;
  if (many !== 1) return fails('the same statement declares something else too');
  if (found.statement.type === 'VariableDeclaration' && found.statement.kind !== 'const')
    return fails(`"${found.local.name}" may be assigned again`);
  if (!found.namespace || !isTypeScript(module.file.path)) return HOLDS;
  const settings = files.find(({ path }) => path === 'tsconfig.json')?.content ?? '';
  return /"(?:esModuleInterop|allowSyntheticDefaultImports)"\s*:\s*true/.test(settings)
    ? HOLDS
    : fails('it is not known whether TypeScript lets the parts be imported by default here (esModuleInterop)');
}

/** Proves that no other file of the package loads the whole of it anyway. */
function proveAlone(found: Found, module: Module, files: readonly SourceFile[]): Proof {
  for (const file of files) {
    const other = file === module.file || !isSource(file.path) || !file.content.includes(found.of.name) ? null : moduleOf(file);
    const same = other === null ? [] : wholeImportsOf(other).filter(({ of }) => of === found.of);
    if (other !== null && same.some((each) => 'holds' in usesOf(other, each)))
      return fails(`${file.path} needs the whole of ${found.of.name} anyway`);
  }
  return HOLDS;
}

/** Every import of a whole package of which parts would do, with its proof. */
export function wholeImports(file: SourceFile, files: readonly SourceFile[] = [file]): WholeImport[] {
  const module = moduleOf(file);
  if (module === null) return [];
  return wholeImportsOf(module).map((found) => {
    const uses = usesOf(module, found);
    const proof = firstFailure([
      () => proveForm(found, module, files),
      () => ('holds' in uses ? uses : HOLDS),
      () => proveAlone(found, module, files),
    ]);
    const parts = 'holds' in uses ? [] : [...new Set(uses.map(({ part }) => part))];
    const summary = `the whole of ${found.of.name} is loaded at the start${parts.length === 0 ? '' : `, of which ${parts.join(', ')} ${parts.length === 1 ? 'is' : 'are'} used`}`;
    const site = siteAt(module, found.statement, 'whole-sdk-import', summary, proof, SAFE);
    return { site, of: found.of, statement: found.statement, form: found.form, uses: 'holds' in uses ? [] : uses };
  });
}

/** Sites of imports of whole packages. `files`: the whole package, to see whether another file loads it anyway. */
export function findWholeImports(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return wholeImports(file, files).map(({ site }) => site);
}
