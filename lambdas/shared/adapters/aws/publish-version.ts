import {
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { FunctionConfiguration as LambdaConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionConfiguration } from '../../contract/records.ts';
import { DependencyUnavailable, TargetChanged } from '../../errors.ts';
import type { PublishedVersion, VersionChange } from '../../ports.ts';
import { codeSha256, downloadPackage, overlay } from './code-package.ts';
import type { Fetch } from './code-package.ts';
import { frozenRest, lambdaCall, requireManaged, requireVersion, settled, sha256Of, tunable } from './function-api.ts';
import type { LambdaApi } from './function-api.ts';

/** A state of $LATEST. */
interface Side {
  sha256: string;
  /** The package; null when only the configuration is changed. */
  archive: Buffer | null;
  configuration: FunctionConfiguration;
  /** Everything else that a version freezes. */
  rest: string;
}

/** Times that $LATEST is looked at anew before its way back is given up. */
const RESTORE_ATTEMPTS = 3;

/** Before the token in a version's description: how Kaizen knows its own versions, and how people see them. */
const DESCRIPTION_PREFIX = 'kaizen ';

/**
 * Publishes a version by way of $LATEST, the only thing that Lambda publishes from: code, then configuration, then the version
 * with the token in its description, then $LATEST back to where it was.
 *
 * $LATEST must stand where its owner's last deployment left it: at the base, or, when the base is a version that Kaizen made,
 * at the newest version before it that Kaizen did not make. Anything else is a deployment under way, and TargetChanged. The
 * same base and files give the same package, so a run can tell its own half-done work: that place with our code, our
 * configuration, or both. Each write bears the revision that was looked at. A crash at any point is repaired by the next call
 * with the same token; when a version of that token is there already, only the way back is left to do.
 */
export async function publishVersion(api: LambdaApi, fetch: Fetch, name: string, change: VersionChange): Promise<PublishedVersion> {
  const { after, startOf, published } = await lookUp(api, fetch, name, change);
  try {
    if (published !== undefined) return publishedVersion(await settled(api, name, published.Version));
    const latest = await settled(api, name);
    if (startOf(latest) === null) throw new TargetChanged(`${name}: $LATEST is not version ${change.baseVersion}: somebody is deploying`);
    const ready = await bringTo(api, name, latest, after);
    // The same change may be published twice at once: the other run is on its way back. Once it is through, its version is there.
    if (!isBetween(ready, after, after)) throw new DependencyUnavailable(`${name}: $LATEST was changed again while it was made ready`);
    return await publish(api, name, ready, after, change.token);
  } finally {
    await wayBack(api, name, startOf);
  }
}

/** Brings $LATEST back to where its owner left it, when a publication of this change broke off. Anything else is left as it is. */
export async function restoreLatest(api: LambdaApi, fetch: Fetch, name: string, change: VersionChange): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { startOf } = await lookUp(api, fetch, name, change);
      await wayBack(api, name, startOf);
      return;
    } catch (error) {
      // A run of the publication that is given up may still be alive, and change it between the look and the update.
      if (!(error instanceof TargetChanged) || attempt === RESTORE_ATTEMPTS) throw error;
    }
  }
}

interface Publication {
  /** What $LATEST must be to be published. */
  after: Side;
  /** Where $LATEST stood before we began; null: it is nothing of ours. */
  startOf(latest: LambdaConfiguration): Side | null;
  /** The version of this token, when it is there already. */
  published: LambdaConfiguration | undefined;
}

/** What is there, and what is to come. */
async function lookUp(api: LambdaApi, fetch: Fetch, name: string, change: VersionChange): Promise<Publication> {
  await requireManaged(api, name);
  const versions = await listVersions(api, name);
  const deployed = ownersVersion(versions, change.baseVersion);
  const sha256 = (version: string) => versions.find(({ Version }) => Version === version)?.CodeSha256;
  const withCode = change.files.length > 0 || sha256(deployed) !== sha256(change.baseVersion);

  const base = await sideOf(api, fetch, name, change.baseVersion, withCode);
  const starts = deployed === change.baseVersion ? [base] : [await sideOf(api, fetch, name, deployed, withCode), base];
  const after: Side = { ...base, configuration: change.configuration };
  if (base.archive !== null && change.files.length > 0) {
    after.archive = overlay(base.archive, change.files, name);
    after.sha256 = codeSha256(after.archive);
  }
  return {
    after,
    startOf: (latest) =>
      starts.find((side) => isBetween(latest, side, side)) ?? starts.find((side) => isBetween(latest, side, after)) ?? null,
    published: versions.find(({ Description }) => Description === `${DESCRIPTION_PREFIX}${change.token}`),
  };
}

async function wayBack(api: LambdaApi, name: string, startOf: Publication['startOf']): Promise<void> {
  const latest = await settled(api, name);
  const start = startOf(latest);
  if (start !== null) await bringTo(api, name, latest, start);
}

/** A version as a state that $LATEST may be in; with its package where code is to be changed. */
async function sideOf(api: LambdaApi, fetch: Fetch, name: string, version: string, withCode: boolean): Promise<Side> {
  const { configuration, location } = await requireVersion(api, name, version);
  const side: Side = {
    sha256: sha256Of(configuration),
    archive: null,
    configuration: tunable(configuration),
    rest: frozenRest(configuration),
  };
  if (!withCode) return side;
  if (configuration.PackageType === 'Image') throw new TargetChanged(`${name}: is a container image; its code cannot be changed`);
  if (location === undefined) throw new Error(`${name}: Lambda gave no address for the package of version ${version}`);
  return { ...side, archive: await downloadPackage(fetch, location, side.sha256, `${name}:${version}`) };
}

/** The newest version up to `base` that Kaizen did not make; `base` when there is none any more. */
function ownersVersion(versions: readonly LambdaConfiguration[], base: string): string {
  const owners = versions
    .filter(({ Description, Version }) => Number(Version) <= Number(base) && !Description?.startsWith(DESCRIPTION_PREFIX))
    .map(({ Version }) => Number(Version));
  return owners.length === 0 ? base : String(Math.max(...owners));
}

/** Whether $LATEST is at `before`, at `after`, or on the way from one to the other. */
function isBetween(latest: LambdaConfiguration, before: Side, after: Side): boolean {
  const sha256 = sha256Of(latest);
  const { memoryMb, timeoutSeconds } = tunable(latest);
  const isOf = (side: Side) => side.configuration.memoryMb === memoryMb && side.configuration.timeoutSeconds === timeoutSeconds;
  return frozenRest(latest) === before.rest && (sha256 === before.sha256 || sha256 === after.sha256) && (isOf(before) || isOf(after));
}

/** All published versions. */
async function listVersions(api: LambdaApi, name: string): Promise<LambdaConfiguration[]> {
  const versions: LambdaConfiguration[] = [];
  let marker: string | undefined;
  do {
    const command = new ListVersionsByFunctionCommand({ FunctionName: name, ...(marker === undefined ? {} : { Marker: marker }) });
    const page = await lambdaCall(`ListVersionsByFunction ${name}`, () => api.client.send(command));
    versions.push(...(page.Versions ?? []).filter(({ Version }) => Version !== '$LATEST'));
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  return versions;
}

/** Updates what differs of $LATEST, and gives it as it is afterwards. */
async function bringTo(api: LambdaApi, name: string, latest: LambdaConfiguration, side: Side): Promise<LambdaConfiguration> {
  let now = latest;
  if (sha256Of(now) !== side.sha256) {
    if (side.archive === null) throw new Error(`${name}: no package at hand for SHA-256 ${side.sha256}`);
    const code = { FunctionName: name, ZipFile: side.archive, RevisionId: now.RevisionId };
    await lambdaCall(`UpdateFunctionCode ${name}`, () => api.client.send(new UpdateFunctionCodeCommand(code)));
    now = await settled(api, name);
  }
  const { memoryMb, timeoutSeconds } = tunable(now);
  if (memoryMb !== side.configuration.memoryMb || timeoutSeconds !== side.configuration.timeoutSeconds) {
    const configuration = {
      FunctionName: name,
      MemorySize: side.configuration.memoryMb,
      Timeout: side.configuration.timeoutSeconds,
      RevisionId: now.RevisionId,
    };
    await lambdaCall(`UpdateFunctionConfiguration ${name}`, () => api.client.send(new UpdateFunctionConfigurationCommand(configuration)));
    now = await settled(api, name);
  }
  return now;
}

async function publish(api: LambdaApi, name: string, ready: LambdaConfiguration, after: Side, token: string): Promise<PublishedVersion> {
  const command = new PublishVersionCommand({
    FunctionName: name,
    CodeSha256: after.sha256,
    Description: `${DESCRIPTION_PREFIX}${token}`,
    RevisionId: ready.RevisionId,
  });
  const { Version: version } = await lambdaCall(`PublishVersion ${name}`, () => api.client.send(command));
  if (version === undefined) throw new Error(`${name}: Lambda gave no number for the published version`);
  // Lambda gives the newest version again when nothing changed since: it must be what was asked for either way.
  const result = publishedVersion(await settled(api, name, version));
  const { memoryMb, timeoutSeconds } = result.configuration;
  if (
    result.codeSha256 !== after.sha256 ||
    memoryMb !== after.configuration.memoryMb ||
    timeoutSeconds !== after.configuration.timeoutSeconds
  ) {
    throw new TargetChanged(`${name}: version ${version} is not what was to be published`);
  }
  return result;
}

/** The part of a version that a rollout records. */
export function publishedVersion(configuration: LambdaConfiguration): PublishedVersion {
  const { Version: version } = configuration;
  if (version === undefined) throw new Error(`${configuration.FunctionName}: Lambda gave no version number`);
  return { version, codeSha256: sha256Of(configuration), configuration: tunable(configuration) };
}
