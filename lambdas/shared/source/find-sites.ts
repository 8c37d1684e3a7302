import type { SourceFile } from '../contract/records.ts';
import { findBlockingIo } from './recognisers/blocking-io.ts';
import { findCacheableReads } from './recognisers/cacheable-reads.ts';
import { findClientsPerInvocation } from './recognisers/clients-per-invocation.ts';
import { findFloatingPromises } from './recognisers/floating-promise.ts';
import { isSource } from './paths.ts';
import { findSequentialAwaits } from './recognisers/sequential-awaits.ts';
import type { Site } from './sites.ts';
import { findUnboundedGrowth } from './recognisers/unbounded-growth.ts';
import { findUnboundedWaits } from './recognisers/unbounded-wait.ts';

/** Recognisers by the order in which their sites are listed. A new one is a file and a line here. */
const RECOGNISERS: readonly ((file: SourceFile, files: readonly SourceFile[]) => Site[])[] = [
  findSequentialAwaits,
  findClientsPerInvocation,
  findCacheableReads,
  findUnboundedGrowth,
  findUnboundedWaits,
  findFloatingPromises,
  findBlockingIo,
];

/**
 * Every site in the given files of a target, in the order of files, recognisers and lines. `files` is the whole package:
 * calls are followed through its relative imports. Tests, declarations and files that are not JavaScript or TypeScript
 * have no sites; a file that does not parse has none either (validation reports it).
 */
export function findSites(files: readonly SourceFile[]): Site[] {
  return files.filter((file) => isSource(file.path)).flatMap((file) => RECOGNISERS.flatMap((find) => find(file, files)));
}
