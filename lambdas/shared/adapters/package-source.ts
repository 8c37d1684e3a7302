import { TargetChanged } from '../errors.ts';
import type { FunctionFleet, SourceStore, TargetSource } from '../ports.ts';
import type { Target } from '../contract/records.ts';
import { kindProblem, refused } from '../source/named-source.ts';
import { packageKind } from '../source/package-kind.ts';

/** Takes the deployed package of a version for its source, where people wrote it. */
export async function sourceOfPackage(fleet: Pick<FunctionFleet, 'readCode'>, target: Target, version: string): Promise<TargetSource> {
  const { name, runtime, handler } = target;
  // A package in another language isn't worth its download.
  if (!runtime.startsWith('nodejs')) return refused('not-javascript', `it runs on ${runtime}, not on Node.js`);
  try {
    const { files } = await fleet.readCode(name, version);
    const kind = packageKind(files, runtime, handler);
    if (kind.kind !== 'source') return kindProblem(kind, 'the tag kaizen:source can name what it was made of');
    return { ok: true, files, handler, origin: 'package', place: `the package of version ${version}` };
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return refused('unreadable', error.message);
  }
}

/** The source of functions where there are no archives to read: the deployed package, or none at all where a tag names something else. */
export function packageSource(fleet: Pick<FunctionFleet, 'readCode'>): SourceStore {
  return {
    source: async (target, version) =>
      target.source === null
        ? sourceOfPackage(fleet, target, version)
        : refused('no-source', `its source is at ${target.source}, and archives aren’t read here`),
  };
}
