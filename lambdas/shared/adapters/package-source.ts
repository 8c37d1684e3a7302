import { TargetChanged } from '../errors.ts';
import type { FunctionFleet, SourceStore } from '../ports.ts';

/** Takes the deployed package of a version for its source. */
export function packageSource(fleet: Pick<FunctionFleet, 'readCode'>): SourceStore {
  return {
    async source({ name }, version) {
      try {
        const { files } = await fleet.readCode(name, version);
        return { ok: true, files, origin: 'package', place: `the package of version ${version}` };
      } catch (error) {
        if (!(error instanceof TargetChanged)) throw error;
        return { ok: false, problem: 'unreadable', reason: error.message };
      }
    },
  };
}
