import { TargetChanged } from '../shared/errors.ts';
import type { AliasState, FunctionFleet } from '../shared/ports.ts';
import { aliasWords } from './alias-place.ts';

type Wanted = Pick<AliasState, 'version' | 'canary'>;

const same = (a: Wanted, b: Wanted): boolean =>
  a.version === b.version && a.canary?.version === b.canary?.version && a.canary?.weight === b.canary?.weight;

/**
 * Brings the alias from the state that was read to the wanted one and reads it again to be sure. When it is there already nothing is
 * done, so a repeat after a crash is harmless.
 *
 * @throws TargetChanged when somebody moved it in between.
 */
export async function moveAlias(fleet: FunctionFleet, target: string, read: AliasState, wanted: Wanted): Promise<void> {
  if (same(read, wanted)) return;
  await fleet.setAlias(target, { version: wanted.version, canary: wanted.canary }, read.revision);
  const found = await fleet.alias(target);
  if (!same(found, wanted)) {
    throw new TargetChanged(`${target}: the alias was set to ${aliasWords(wanted)}, but is at ${aliasWords(found)}`);
  }
}
