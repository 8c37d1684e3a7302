import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionConfiguration, SourceFile } from '../../../lambdas/shared/contract/records.ts';
import { CorruptRecord, InvalidEvent, RecordNotFound, TargetChanged } from '../../../lambdas/shared/errors.ts';
import type { AliasState, Clock } from '../../../lambdas/shared/ports.ts';
import { syncDirectory, writeJsonAtomic, writeSynced } from './atomic-file.ts';
import { codeDigest, isPackaged, overlay, readCodeFiles, writeCodeFiles, type CodeFiles } from './code-files.ts';
import { createMutex } from './mutex.ts';
import { FunctionDefinition, type ServiceDefinition } from './service-definition.ts';
import { readStored, StoredAlias, StoredVersion } from './stored-files.ts';

/** Token of the version that `install` puts in place. */
const INSTALL_TOKEN = 'install';

export interface VersionChange {
  baseVersion: string;
  files: readonly SourceFile[];
  configuration: FunctionConfiguration;
  token: string;
}

export type AliasTarget = Pick<AliasState, 'version' | 'canary'>;

/**
 * The functions on disk, below one directory that this process alone writes:
 * `<function>/function.json`, `<function>/alias.json`, `<function>/versions/<n>/version.json` and `…/code/`.
 * A version appears by one rename and never changes after it.
 */
export interface FunctionStore {
  /** Directories of half-written versions and functions that were removed at the opening. */
  readonly cleaned: readonly string[];
  names(): string[];
  /** Null: there is no such function. */
  definition(name: string): FunctionDefinition | null;
  /** Puts version 1 in place when the function is not there. When it is, only its environment is brought up to date. */
  install(service: ServiceDefinition): Promise<{ installed: boolean; version: string }>;
  /** @throws RecordNotFound without this function or version. */
  version(name: string, version: string): StoredVersion;
  /** The package, verified against its digest. @throws RecordNotFound, and CorruptRecord when the code was changed on disk. */
  code(name: string, version: string): Promise<{ root: string; files: CodeFiles; stored: StoredVersion }>;
  publish(name: string, change: VersionChange): Promise<StoredVersion>;
  alias(name: string): AliasState;
  /** @throws TargetChanged when the alias is not at `expectedRevision`; InvalidEvent, RecordNotFound when it can't point there. */
  setAlias(name: string, target: AliasTarget, expectedRevision: string): Promise<AliasState>;
}

interface Entry {
  definition: FunctionDefinition;
  alias: StoredAlias;
  versions: Map<string, StoredVersion>;
  lock: ReturnType<typeof createMutex>;
}

const publicAlias = ({ revision, ...alias }: StoredAlias): AliasState => ({ ...alias, revision: String(revision) });

/** Opens the store, making the directory when it is not there, and removes what a cut-off write left behind. */
export async function openFunctionStore(directory: string, clock: Clock): Promise<FunctionStore> {
  const entries = new Map<string, Entry>();
  const cleaned: string[] = [];
  const pathOf = (name: string, ...parts: string[]): string => join(directory, name, ...parts);
  const installing = createMutex();

  const clean = async (path: string): Promise<void> => {
    await rm(path, { recursive: true, force: true });
    cleaned.push(path);
  };

  const readVersions = async (name: string): Promise<Map<string, StoredVersion>> => {
    const versions = new Map<string, StoredVersion>();
    for (const folder of await readdir(pathOf(name, 'versions'))) {
      const path = pathOf(name, 'versions', folder);
      const stored = folder.startsWith('.') ? null : await readStored(join(path, 'version.json'), StoredVersion);
      if (stored === null) await clean(path);
      else if (stored.version === folder) versions.set(folder, stored);
      else throw new CorruptRecord(`${path}/version.json: found version ${stored.version}; expected ${folder}`);
    }
    return versions;
  };

  await mkdir(directory, { recursive: true });
  for (const folder of await readdir(directory, { withFileTypes: true })) {
    if (!folder.isDirectory() || folder.name.startsWith('.')) continue;
    const { name } = folder;
    // function.json is the last file that an installation writes: without it, the function was never there.
    const definition = await readStored(pathOf(name, 'function.json'), FunctionDefinition);
    if (definition === null) {
      await clean(pathOf(name));
      continue;
    }
    const versions = await readVersions(name);
    const alias = await readStored(pathOf(name, 'alias.json'), StoredAlias);
    if (alias === null) throw new CorruptRecord(`${pathOf(name, 'alias.json')}: not there; restore it or remove ${pathOf(name)}`);
    for (const version of [alias.version, ...(alias.canary === null ? [] : [alias.canary.version])]) {
      if (!versions.has(version))
        throw new CorruptRecord(`${pathOf(name, 'alias.json')}: points at version ${version}, which is not there`);
    }
    entries.set(name, { definition, alias, versions, lock: createMutex() });
  }

  const entryOf = (name: string): Entry => {
    const entry = entries.get(name);
    if (entry === undefined) throw new RecordNotFound(`function ${name}: not there`);
    return entry;
  };

  const versionOf = (name: string, version: string): StoredVersion => {
    const stored = entryOf(name).versions.get(version);
    if (stored === undefined) throw new RecordNotFound(`function ${name}: has no version ${version}`);
    return stored;
  };

  const code = async (name: string, version: string): Promise<{ root: string; files: CodeFiles; stored: StoredVersion }> => {
    const stored = versionOf(name, version);
    const root = pathOf(name, 'versions', version, 'code');
    const files = await readCodeFiles(root);
    if (codeDigest(files) !== stored.sha256) {
      throw new CorruptRecord(`${root}: the code is not what was published (digest ${codeDigest(files)}; expected ${stored.sha256})`);
    }
    return { root, files, stored };
  };

  /** Writes the next version aside and moves it into its place by one rename. */
  const writeVersion = async (
    name: string,
    next: string,
    files: CodeFiles,
    rest: Pick<StoredVersion, 'configuration' | 'token'>,
  ): Promise<StoredVersion> => {
    const stored: StoredVersion = { version: next, sha256: codeDigest(files), ...rest, publishedAt: clock() };
    const aside = pathOf(name, 'versions', `.${next}`);
    await rm(aside, { recursive: true, force: true });
    await mkdir(join(aside, 'code'), { recursive: true });
    await writeCodeFiles(join(aside, 'code'), files);
    await writeSynced(join(aside, 'version.json'), `${JSON.stringify(stored, null, 2)}\n`, 0o444);
    await syncDirectory(aside);
    await rename(aside, pathOf(name, 'versions', next));
    await syncDirectory(pathOf(name, 'versions'));
    return stored;
  };

  const checkTarget = (name: string, { version, canary }: AliasTarget): void => {
    versionOf(name, version);
    if (canary === null) return;
    versionOf(name, canary.version);
    if (canary.version === version)
      throw new InvalidEvent(`canary.version: found ${version} for both; expected another version than the stable one`);
    if (!(canary.weight > 0 && canary.weight < 1)) {
      throw new InvalidEvent(`canary.weight: found ${canary.weight}; expected more than 0 and less than 1`);
    }
  };

  return {
    cleaned,
    names: () => [...entries.keys()].toSorted(),
    definition: (name) => entries.get(name)?.definition ?? null,
    install: (service) =>
      installing(async () => {
        const { directory: source, configuration, ...definition } = service;
        const { name } = definition;
        const known = entries.get(name);
        if (known !== undefined) {
          // It holds addresses of this run (ports of the store and of the upstream); code, tags and alias belong to the user.
          known.definition = { ...known.definition, environment: definition.environment };
          await writeJsonAtomic(pathOf(name, 'function.json'), known.definition);
          return { installed: false, version: known.alias.version };
        }
        const files = await readCodeFiles(source, isPackaged);
        if (files.size === 0) throw new InvalidEvent(`directory: found no files in ${source}; expected the source of ${name}`);
        await rm(pathOf(name), { recursive: true, force: true });
        await mkdir(pathOf(name, 'versions'), { recursive: true });
        const first = await writeVersion(name, '1', files, { configuration, token: INSTALL_TOKEN });
        const alias: StoredAlias = { version: '1', canary: null, revision: 1 };
        await writeJsonAtomic(pathOf(name, 'alias.json'), alias);
        await writeJsonAtomic(pathOf(name, 'function.json'), definition);
        await syncDirectory(directory);
        entries.set(name, { definition, alias, versions: new Map([['1', first]]), lock: createMutex() });
        return { installed: true, version: '1' };
      }),
    version: versionOf,
    code,
    async publish(name, change) {
      const entry = entryOf(name);
      return entry.lock(async () => {
        for (const stored of entry.versions.values()) if (stored.token === change.token) return stored;
        const base = await code(name, change.baseVersion);
        const next = String(Math.max(...[...entry.versions.keys()].map(Number)) + 1);
        const files = overlay(base.files, change.files);
        const stored = await writeVersion(name, next, files, { configuration: change.configuration, token: change.token });
        entry.versions.set(next, stored);
        return stored;
      });
    },
    alias: (name) => publicAlias(entryOf(name).alias),
    async setAlias(name, target, expectedRevision) {
      const entry = entryOf(name);
      return entry.lock(async () => {
        if (String(entry.alias.revision) !== expectedRevision) {
          throw new TargetChanged(
            `alias of ${name}: at revision ${entry.alias.revision}; expected ${expectedRevision}: somebody else moved it`,
          );
        }
        checkTarget(name, target);
        const canary = target.canary === null ? null : { version: target.canary.version, weight: target.canary.weight };
        const alias: StoredAlias = { version: target.version, canary, revision: entry.alias.revision + 1 };
        await writeJsonAtomic(pathOf(name, 'alias.json'), alias);
        entry.alias = alias;
        return publicAlias(alias);
      });
    },
  };
}
