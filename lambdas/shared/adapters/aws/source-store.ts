import type { SourceFile, Target } from '../../contract/records.ts';
import { TargetChanged } from '../../errors.ts';
import type { CodePackage, FunctionFleet, SourceStore, TargetSource } from '../../ports.ts';
import { namedSource, refused } from '../../source/named-source.ts';
import { parseSourceAddress } from '../../source/source-address.ts';
import { sourceOfPackage } from '../package-source.ts';
import { sourceFiles, staysInside } from './code-package.ts';
import type { NamedObjects } from './named-objects.ts';

/** As much as Lambda takes in one call (50 MB): a source with its tests, without its dependencies, is far smaller. */
const LARGEST_ARCHIVE = 50 * 1024 * 1024;

export interface SourceStoreOptions {
  fleet: Pick<FunctionFleet, 'readCode' | 'version'>;
  objects: Pick<NamedObjects, 'get'>;
}

/** The source of functions on AWS: what the tag `kaizen:source` names, or else the deployed package. */
export function s3SourceStore({ fleet, objects }: SourceStoreOptions): SourceStore {
  return {
    async source(target, version) {
      if (target.source === null) return sourceOfPackage(fleet, target, version);
      const address = parseSourceAddress(target.source);
      if ('refused' in address) return refused('no-source', address.refused);
      const { bucket, key, folder } = address;
      const place = `s3://${bucket}/${key}`;
      const archive = await objects.get(bucket, key, LARGEST_ARCHIVE);
      if (!Buffer.isBuffer(archive)) return refused('no-source', archive.none);
      const files = filesOf(archive, place);
      return Array.isArray(files) ? ofArchive(fleet, target, version, { archive: files, folder, place }) : files;
    },
  };
}

function filesOf(archive: Buffer, place: string): SourceFile[] | TargetSource {
  try {
    const files = sourceFiles(archive, place);
    const outside = files.find(({ path }) => !staysInside(path));
    return outside === undefined ? files : refused('unreadable', `${place} holds ${JSON.stringify(outside.path)}, which leads out of it`);
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return refused('unreadable', error.message);
  }
}

async function ofArchive(
  fleet: SourceStoreOptions['fleet'],
  target: Target,
  version: string,
  named: { archive: SourceFile[]; folder: string; place: string },
): Promise<TargetSource> {
  let codeSha256: string;
  let deployed: CodePackage | null = null;
  try {
    ({ codeSha256 } = await fleet.version(target.name, version));
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return refused('unreadable', error.message);
  }
  try {
    deployed = await fleet.readCode(target.name, version);
  } catch (error) {
    // A container image, or a package that breaks a bound: the archive says what is in it.
    if (!(error instanceof TargetChanged)) throw error;
  }
  return namedSource({ target, ...named, codeSha256, deployed });
}
