import type { Target } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';
import { findSites } from '../shared/source/find-sites.ts';
import { isTest } from '../shared/source/paths.ts';
import { isTooDeep } from '../shared/source/too-deep.ts';
import type { TargetView } from './target-context.ts';

/** What the source of the live version shows, or why it is not fit to be changed: that must not stop the other targets. */
export async function readSource({ source }: Pick<Ports, 'source'>, target: Target): Promise<Pick<TargetView, 'sites' | 'source'>> {
  const found = await source.source(target, target.liveVersion);
  if (!found.ok) return { sites: [], source: { kind: 'unusable', problem: found.problem, reason: found.reason } };
  const { files, place } = found;
  try {
    return { sites: findSites(files), source: { kind: 'read', place, tests: files.some(({ path }) => isTest(path)) } };
  } catch (error) {
    // What still parses, such as a chain of thousands of members, may be too deep to be walked.
    if (!isTooDeep(error)) throw error;
    return { sites: [], source: { kind: 'unusable', problem: 'unreadable', reason: 'Its code is nested too deeply to be read.' } };
  }
}
