import { childrenOf, isFunction, isMember, type Node, type t } from './ast.ts';

export type BindingKind = 'import' | 'const' | 'let' | 'var' | 'function' | 'class' | 'param' | 'catch';

export interface Reference {
  node: t.Identifier | t.JSXIdentifier;
  /** The identifier is assigned, updated, or the target of a loop without declaration. */
  write: boolean;
}

export interface Binding {
  name: string;
  kind: BindingKind;
  /** The declaring identifier. */
  identifier: t.Identifier;
  /** VariableDeclarator, function, class, import specifier or catch clause that declares it. */
  declaration: Node;
  scope: Scope;
  references: Reference[];
}

export interface Scope {
  /** Program, function, block, loop, switch or catch clause. */
  node: Node;
  parent: Scope | null;
  bindings: Map<string, Binding>;
}

export interface ScopeTree {
  root: Scope;
  parents: Map<Node, Node>;
  /** Binding of each identifier that refers to one; a name that is bound nowhere (a global) is absent. */
  bindings: Map<Node, Binding>;
  /** Names that are used and bound nowhere in the file. */
  globals: Set<string>;
}

const OWN_SCOPE = new Set([
  'BlockStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'SwitchStatement',
  'CatchClause',
  'StaticBlock',
]);

/** Identifiers that a pattern binds or assigns; member targets are not among them. */
export function patternIdentifiers(pattern: Node): t.Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternIdentifiers(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : patternIdentifiers(element)));
    case 'AssignmentPattern':
      return patternIdentifiers(pattern.left);
    case 'RestElement':
      return patternIdentifiers(pattern.argument);
    case 'TSParameterProperty':
      return patternIdentifiers(pattern.parameter);
    default:
      return [];
  }
}

/** Whether an identifier in this place of its parent is a name only, not a use of a variable. */
function isNameOnly(parent: Node, key: string): boolean {
  if (isMember(parent)) return key === 'property' && !parent.computed;
  if (key === 'key' && 'computed' in parent) return parent.computed !== true;
  if (key === 'key') return true;
  if (key === 'label') return true;
  if (parent.type === 'ImportSpecifier' || parent.type === 'ExportSpecifier') return key === 'imported' || key === 'exported';
  return parent.type === 'MetaProperty' || (parent.type.startsWith('TS') && key === 'id');
}

/** Scopes, declarations and uses of a program. Types are not looked at; a function's parameters share its body's scope. */
export function analyseScopes(program: t.Program): ScopeTree {
  const root: Scope = { node: program, parent: null, bindings: new Map() };
  const tree: ScopeTree = { root, parents: new Map(), bindings: new Map(), globals: new Set() };
  const declaring = new Set<Node>();
  const uses: { node: t.Identifier | t.JSXIdentifier; scope: Scope }[] = [];
  const written = new Set<Node>();

  const declare = (scope: Scope, identifier: t.Identifier, kind: BindingKind, declaration: Node): void => {
    declaring.add(identifier);
    const known = scope.bindings.get(identifier.name);
    const binding = known ?? { name: identifier.name, kind, identifier, declaration, scope, references: [] };
    // A second declaration of the same name (var, overloads) makes the variable one that changes.
    if (known !== undefined) binding.references.push({ node: identifier, write: true });
    scope.bindings.set(identifier.name, binding);
    tree.bindings.set(identifier, binding);
  };
  const functionScope = (scope: Scope): Scope =>
    isFunction(scope.node) || scope.parent === null || scope.node.type === 'StaticBlock' ? scope : functionScope(scope.parent);

  const declarations = (node: Node, scope: Scope): void => {
    switch (node.type) {
      case 'VariableDeclaration': {
        const kind = node.kind === 'var' ? 'var' : node.kind === 'let' ? 'let' : 'const';
        const home = kind === 'var' ? functionScope(scope) : scope;
        for (const declarator of node.declarations) {
          for (const identifier of patternIdentifiers(declarator.id)) declare(home, identifier, kind, declarator);
        }
        return;
      }
      case 'FunctionDeclaration':
        if (node.id) declare(scope, node.id, 'function', node);
        return;
      case 'ClassDeclaration':
        if (node.id) declare(scope, node.id, 'class', node);
        return;
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) declare(scope, specifier.local, 'import', specifier);
        return;
      case 'TSEnumDeclaration':
        declare(scope, node.id, 'class', node);
        return;
      default:
    }
  };

  const ownDeclarations = (node: Node, scope: Scope): void => {
    if (isFunction(node)) {
      for (const param of node.params) for (const identifier of patternIdentifiers(param)) declare(scope, identifier, 'param', node);
      if (node.type === 'FunctionExpression' && node.id) declare(scope, node.id, 'function', node);
    }
    if (node.type === 'CatchClause' && node.param) {
      for (const identifier of patternIdentifiers(node.param)) declare(scope, identifier, 'catch', node);
    }
  };

  const writes = (node: Node): void => {
    const targets =
      node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'UpdateExpression'
          ? node.argument
          : (node.type === 'ForOfStatement' || node.type === 'ForInStatement') && node.left.type !== 'VariableDeclaration'
            ? node.left
            : null;
    if (targets !== null) for (const identifier of patternIdentifiers(targets)) written.add(identifier);
  };

  const visit = (node: Node, outer: Scope, parent: Node | null, key: string): void => {
    if (parent !== null) tree.parents.set(node, parent);
    const bodyOfFunction = node.type === 'BlockStatement' && parent !== null && isFunction(parent);
    const opens = isFunction(node) || (OWN_SCOPE.has(node.type) && !bodyOfFunction);
    declarations(node, outer);
    const scope = opens ? { node, parent: outer, bindings: new Map<string, Binding>() } : outer;
    ownDeclarations(node, scope);
    writes(node);
    if ((node.type === 'Identifier' || node.type === 'JSXIdentifier') && parent !== null && !isNameOnly(parent, key))
      uses.push({ node, scope });
    for (const child of childrenOf(node)) visit(child.child, scope, node, child.key);
  };
  visit(program, root, null, '');

  for (const { node, scope } of uses) {
    if (declaring.has(node)) continue;
    let at: Scope | null = scope;
    while (at !== null && !at.bindings.has(node.name)) at = at.parent;
    const binding = at?.bindings.get(node.name);
    if (binding === undefined) tree.globals.add(node.name);
    else {
      binding.references.push({ node, write: written.has(node) });
      tree.bindings.set(node, binding);
    }
  }
  return tree;
}
