import MagicString from 'magic-string';
import { moduleOf, parentOf } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import { unboundedGrowth } from '../../shared/source/recognisers/unbounded-growth.ts';
import { choose, indentAt, namer, withHelper, type Codemod } from './codemod.ts';

/** Entries at most: at 10 KB an entry, 10 MB, under 8 % of the smallest function's 128 MB. */
const MAX_ENTRIES = 1000;

function helperText(name: string, typed: boolean): string {
  const [generic, kept, out] = typed ? ['<K>', ': Map<K, unknown>', ': void'] : ['', '', ''];
  return `/** Forgets the oldest entries beyond ${MAX_ENTRIES}; a Map keeps the order in which they came. */
function ${name}${generic}(kept${kept})${out} {
  for (const oldest of kept.keys()) {
    if (kept.size <= ${MAX_ENTRIES}) return;
    kept.delete(oldest);
  }
}`;
}

/** Caches that only grow forget their oldest entries, which are computed again when they are asked for. */
export const boundedCollection: Codemod = {
  kind: 'memory-growth',
  strategy: 'codemod:bounded-collection',
  differences: [],
  benefit: 'memory',
  apply(file, files, wanted) {
    const choice = choose(unboundedGrowth(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const helper = namer(module)('forgetOldest');
    const edit = new MagicString(file.content);
    for (const { map, set } of choice.chosen) {
      if (set === null) continue;
      const indent = indentAt(file.content, set.start ?? 0);
      const call = `${helper}(${map.name});`;
      if (parentOf(module, set)?.type === 'BlockStatement') edit.appendLeft(set.end ?? 0, `\n${indent}${call}`);
      else {
        edit.appendRight(set.start ?? 0, `{\n${indent}  `);
        edit.appendLeft(set.end ?? 0, `\n${indent}  ${call}\n${indent}}`);
      }
    }
    const names = choice.chosen.map(({ map }) => `\`${map.name}\``).join(' and ');
    return {
      applied: true,
      file: { path: file.path, content: withHelper(edit.toString(), helperText(helper, isTypeScript(file.path))) },
      explanation:
        `${names} in ${file.path} kept every answer for the life of the environment. An answer depends on its key alone, so the oldest beyond ${MAX_ENTRIES} are forgotten, ` +
        'and computed again when they are asked for.',
    };
  },
};
