import type MagicString from 'magic-string';
import { bare, isMember, type Node } from '../../shared/source/ast.ts';
import { parentOf, textOf, type Module } from '../../shared/source/module.ts';
import type { SyncCall } from '../../shared/source/recognisers/sync-call.ts';
import type { Binding } from '../../shared/source/scope.ts';

/** Names under which a file reaches what its synchronous functions have beside them in their module. */
export interface LaterNames {
  /** How to name `wanted` of the module that the call's function is from. */
  use(sync: SyncCall, wanted: string): string;
  /** Writes the imports that are needed, in the place of those that are not used any more. */
  write(edit: MagicString): void;
}

interface Added {
  binding: Binding;
  /** Local names by those of the module. */
  names: Map<string, string>;
  /** Calls of the binding that are rewritten. */
  rewritten: number;
}

/** The import specifier, or the property of a pattern, that declares a binding. */
function declaring(module: Module, { declaration, identifier }: Binding): Node {
  if (declaration.type !== 'VariableDeclarator') return declaration;
  const property = parentOf(module, identifier);
  return property?.type === 'ObjectProperty' ? property : identifier;
}

/** Keeps account of the names that rewritten calls need. */
export function laterNames(module: Module, name: (wanted: string) => string, bindingOf: (node: Node) => Binding | null): LaterNames {
  const added = new Map<Binding, Added>();
  return {
    use(sync, wanted) {
      const callee = bare(sync.call.callee);
      if (isMember(callee)) return `${textOf(module, callee.object)}.${wanted}`;
      const binding = bindingOf(callee);
      if (binding === null) throw new Error(`${module.file.path}: ${sync.name} is bound nowhere`);
      const entry = added.get(binding) ?? { binding, names: new Map<string, string>(), rewritten: 0 };
      added.set(binding, entry);
      entry.rewritten += 1;
      const local = entry.names.get(wanted) ?? name(wanted);
      entry.names.set(wanted, local);
      return local;
    },
    write(edit) {
      for (const { binding, names, rewritten } of added.values()) {
        const node = declaring(module, binding);
        const as = binding.declaration.type === 'VariableDeclarator' ? ': ' : ' as ';
        const text = [...names].map(([wanted, local]) => (wanted === local ? wanted : `${wanted}${as}${local}`)).join(', ');
        if (rewritten === binding.references.length) edit.overwrite(node.start ?? 0, node.end ?? 0, text);
        else edit.appendLeft(node.end ?? 0, `, ${text}`);
      }
    },
  };
}
