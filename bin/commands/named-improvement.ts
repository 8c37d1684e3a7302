import type { Improvement } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { CommandFailed } from '../output/exit-codes.ts';

/** Ids that are named when the one asked for is not there. */
const NAMED = 5;

/** Every improvement in a state directory, newest id first. */
export async function improvementsOf({ status, work }: Pick<OpenedState, 'status' | 'work'>): Promise<Improvement[]> {
  const { tenants } = await status();
  const lists = await Promise.all(tenants.map((tenant) => work.improvements.list(tenant)));
  return lists.flat().toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

/**
 * The improvement of this id, or the only one whose id has this text in it: its time at the beginning or its function behind that.
 * @throws CommandFailed naming the ids that are there.
 */
export async function namedImprovement(state: Pick<OpenedState, 'status' | 'work'>, wanted: string): Promise<Improvement> {
  const { stateDir, tenants } = await state.status();
  const exact = await Promise.all(tenants.map((tenant) => state.work.improvements.get(tenant, wanted)));
  const known = exact.find((each) => each !== null);
  if (known) return known;
  const all = await improvementsOf(state);
  const [found, ...others] = all.filter(({ id }) => id.includes(wanted));
  if (found !== undefined && others.length === 0) return found;
  const shown = (of: readonly Improvement[]): string => {
    const ids = of.slice(0, NAMED).map(({ id }) => id);
    return `${ids.join(', ')}${of.length > NAMED ? `, and ${of.length - NAMED} more` : ''}`;
  };
  if (found !== undefined) {
    const matching = [found, ...others];
    throw new CommandFailed(
      `improvement: found ${JSON.stringify(wanted)}, which is in ${matching.length} ids; expected one of them: ${shown(matching)}`,
    );
  }
  const held = all.length === 0 ? 'it holds none' : shown(all);
  throw new CommandFailed(`improvement: found ${JSON.stringify(wanted)}; expected the id of one in ${stateDir}, or a part of it (${held})`);
}
