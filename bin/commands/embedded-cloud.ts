import type { DecideIn, DecideOut } from '../../lambdas/shared/contract/workflow.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import type { RunOptions, RunResult } from '../../localstack/embedded/run-embedded.ts';

export type { RunOptions, RunResult };

/** What the commands need of the embedded cloud. */
export interface EmbeddedCloud {
  runEmbedded(options: RunOptions): Promise<RunResult>;
  openState(stateDir: string): Promise<OpenedState>;
  decide(options: { stateDir: string; assembly(): Promise<RunOptions['assembly']> }, order: DecideIn): Promise<DecideOut>;
}

/** Loaded when a command needs it: the help and a wrong argument answer at once. */
export async function loadEmbeddedCloud(): Promise<EmbeddedCloud> {
  const [{ runEmbedded }, { openState }, { decide }] = await Promise.all([
    import('../../localstack/embedded/run-embedded.ts'),
    import('../../localstack/embedded/open-state.ts'),
    import('../../localstack/embedded/decide.ts'),
  ]);
  return { runEmbedded, openState, decide };
}

/** Opens the records of a state directory for as long as `use` takes. */
export async function withState<T>(
  load: () => Promise<Pick<EmbeddedCloud, 'openState'>>,
  stateDir: string,
  use: (state: OpenedState) => Promise<T>,
): Promise<T> {
  const { openState } = await load();
  const state = await openState(stateDir);
  try {
    return await use(state);
  } finally {
    await state.close();
  }
}
