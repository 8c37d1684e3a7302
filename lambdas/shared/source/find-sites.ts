import type { SourceFile } from '../contract/records.ts';
import { findBlockingIo } from './recognisers/blocking-io.ts';
import { findCacheableReads } from './recognisers/cacheable-reads.ts';
import { findClientsPerInvocation } from './recognisers/clients-per-invocation.ts';
import { findFloatingPromises } from './recognisers/floating-promise.ts';
import { isSource } from './paths.ts';
import { findConnections } from './recognisers/connections.ts';
import { findDuplicateCalls } from './recognisers/duplicate-calls.ts';
import { findNPlusOnes } from './recognisers/n-plus-one.ts';
import { findInefficientAlgorithm } from './recognisers/inefficient-algorithm.ts';
import { findLinearMembership } from './recognisers/linear-membership.ts';
import { findQuadraticAccumulation } from './recognisers/quadratic-accumulation.ts';
import { findRepeatedConstruction } from './recognisers/repeated-construction.ts';
import { findSequentialAwaits } from './recognisers/sequential-awaits.ts';
import type { Site } from './sites.ts';
import { findUnboundedGrowth } from './recognisers/unbounded-growth.ts';
import { findWholeImports } from './recognisers/whole-imports.ts';
import { findUnboundedWaits } from './recognisers/unbounded-wait.ts';

/** Recognisers by the order in which their sites are listed. A new one is a file and a line here. */
const RECOGNISERS: readonly ((file: SourceFile, files: readonly SourceFile[]) => Site[])[] = [
  findNPlusOnes,
  findSequentialAwaits,
  findClientsPerInvocation,
  findCacheableReads,
  findDuplicateCalls,
  findConnections,
  findWholeImports,
  findLinearMembership,
  findQuadraticAccumulation,
  findRepeatedConstruction,
  findInefficientAlgorithm,
  findUnboundedGrowth,
  findUnboundedWaits,
  findFloatingPromises,
  findBlockingIo,
];

/** What takes the place of what, where both are found in one loop and both could be rewritten: a batch leaves no waits to overlap. */
function withoutCovered(sites: readonly Site[]): Site[] {
  const batches = sites.filter(({ kind, status }) => kind === 'n-plus-one' && status === 'applicable');
  return sites.map((site) => {
    const covered = batches.some(({ file, start, end }) => file === site.file && start === site.start && end === site.end);
    if (site.kind !== 'sequential-awaits' || site.status === 'refused' || !covered) return site;
    return {
      ...site,
      status: 'refused',
      reason: 'the reads of this loop can be made as batches, which leaves nothing to wait for one after the other',
    };
  });
}

/**
 * Every site in the given files of a target, in the order of files, recognisers and lines. `files` is the whole package:
 * calls are followed through its relative imports. Tests, declarations and files that are not JavaScript or TypeScript
 * have no sites; a file that does not parse has none either (validation reports it).
 */
export function findSites(files: readonly SourceFile[]): Site[] {
  return withoutCovered(files.filter((file) => isSource(file.path)).flatMap((file) => RECOGNISERS.flatMap((find) => find(file, files))));
}
