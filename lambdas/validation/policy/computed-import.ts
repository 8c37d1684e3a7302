import { specifiersOf } from '../../shared/source/specifiers.ts';
import { suspect, type Rule } from './rule.ts';

/** No module is loaded by a name that is not written down. */
export const computedImport: Rule = (scanned) =>
  specifiersOf(scanned.module.program)
    .filter(({ name }) => name === null)
    .map(({ node }) => suspect(scanned, 'computed-import', node, 'loads a module by a computed name', { counted: true }));
