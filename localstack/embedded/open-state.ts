import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { DEFAULT_TENANT, TAGS } from '../../lambdas/shared/contract/names.ts';
import { openStore } from './cloud.ts';
import type { OpenedState, StateStatus } from './events.ts';
import { FunctionDefinition } from './host/service-definition.ts';
import { readStored, StoredAlias } from './host/stored-files.ts';
import { existingState, runningServer, type StateDirectory } from './state-directory.ts';
import { openStores } from './stores.ts';

/** Where each function stands, read from the disk: every file there is replaced whole, so a running host is not in the way. */
async function functionsOnDisk({ functions: root }: StateDirectory): Promise<StateStatus['functions']> {
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found = await Promise.all(
    folders.map(async ({ name }) => {
      const definition = await readStored(join(root, name, 'function.json'), FunctionDefinition);
      const alias = await readStored(join(root, name, 'alias.json'), StoredAlias);
      if (definition === null || alias === null) return [];
      return [{ name, tenant: definition.tags[TAGS.tenant] ?? DEFAULT_TENANT, version: alias.version, canary: alias.canary }];
    }),
  );
  return found.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Opens the records of earlier runs, or attaches to the run that is under way: the tables can be open in one process only.
 * @throws StateDirectoryError when there is no state, or none that this program reads.
 */
export async function openState(stateDir: string): Promise<OpenedState> {
  const state = existingState(stateDir);
  const server = runningServer(stateDir);
  const { endpoint, stop } = server === null ? await openStore(state) : { endpoint: server.endpoint, stop: async () => undefined };
  const { close, ...stores } = openStores(endpoint, state.stage, createMeter());
  return {
    ...stores,
    async status() {
      return {
        stateDir,
        run: server === null ? null : { pid: server.pid },
        now: existingState(stateDir).clock,
        tenants: state.stage.tenants,
        functions: await functionsOnDisk(state),
      };
    },
    async close() {
      close();
      await stop();
    },
  };
}
