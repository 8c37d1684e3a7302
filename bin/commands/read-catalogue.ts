import { BUILT_IN_PATTERNS } from '../../lambdas/shared/patterns/built-in-patterns.ts';
import { type CataloguedPattern, catalogue } from '../../lambdas/shared/patterns/catalogue.ts';
import { knownPatterns } from '../../lambdas/shared/patterns/known-patterns.ts';
import { searchPatterns } from '../../lambdas/shared/patterns/search-patterns.ts';
import { CommandFailed } from '../output/exit-codes.ts';
import type { CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { tenantOf } from './tenant-option.ts';

/** What a person could ask for, when what they asked for is not there. */
const NAMED = 5;

export interface ReadCatalogue {
  patterns: CataloguedPattern[];
  /** Epoch ms, of the state. */
  now: number;
}

/**
 * The patterns of one tenant with what it knows of them. Without any state they are the built-in ones, of which nothing is known yet: a person can
 * look a failure up before anything was run.
 * @throws UsageError when there are several tenants and none is named, or another one is.
 */
export async function readCatalogue(
  { loadCloud, terminal }: Pick<CliContext, 'loadCloud' | 'terminal'>,
  { stateDir, tenant }: { stateDir: string; tenant?: string | undefined },
): Promise<ReadCatalogue> {
  try {
    return await withState(loadCloud, stateDir, async (state) => {
      const { now } = await state.status();
      return { patterns: catalogue(BUILT_IN_PATTERNS, await knownPatterns(state, await tenantOf(state, tenant), now)), now };
    });
  } catch (error) {
    if (!isMissingState(error)) throw error;
    terminal.err(`kaizen: ${stateDir} holds no state yet: these are the built-in patterns, of which nothing is known here\n`);
    return { patterns: catalogue(BUILT_IN_PATTERNS, []), now: 0 };
  }
}

/** What to say when a pattern is not there: those that sound alike. */
export function noPattern(wanted: string, patterns: readonly CataloguedPattern[]): CommandFailed {
  const alike = searchPatterns(patterns, wanted, 0)
    .slice(0, NAMED)
    .map(({ pattern }) => pattern.id);
  const hint = alike.length === 0 ? 'kaizen patterns list has them' : `${alike.join(', ')}?`;
  return new CommandFailed(`found ${JSON.stringify(wanted)}; expected the id of a pattern (${hint})`);
}

/** localstack/embedded/state-directory.ts, of which the class is loaded only with the cloud. */
function isMissingState(error: unknown): boolean {
  return error instanceof Error && error.name === 'StateDirectoryError' && 'missing' in error && error.missing === true;
}
