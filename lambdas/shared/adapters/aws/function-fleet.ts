import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import type { AliasConfiguration, FunctionConfiguration as LambdaConfiguration } from '@aws-sdk/client-lambda';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { LIVE_ALIAS, TAGS } from '../../contract/names.ts';
import type { Target } from '../../contract/records.ts';
import { TargetChanged } from '../../errors.ts';
import type { AliasState, DiscoveredTarget, FunctionFleet, Meter } from '../../ports.ts';
import { dependable, isNamed } from '../dependable.ts';
import { metered } from '../metered.ts';
import { taggedPlaces, taggedTarget } from '../tagged-target.ts';
import { downloadPackage, sourceFiles } from './code-package.ts';
import type { Fetch } from './code-package.ts';
import { getFunction, isManaged, lambdaApi, lambdaCall, requireManaged, requireVersion, sha256Of, tunable } from './function-api.ts';
import type { LambdaApi } from './function-api.ts';
import { publishedVersion, publishVersion, restoreLatest } from './publish-version.ts';

/** The most functions that GetResources gives in one page. */
const RESOURCES_PER_PAGE = 100;

export interface LambdaFleetOptions {
  meter: Meter;
  client?: LambdaClient;
  taggingClient?: ResourceGroupsTaggingAPIClient;
  /** Downloads packages. */
  fetch?: Fetch;
  /** Waits between two looks at an update; for tests. */
  wait?: (ms: number) => Promise<unknown>;
  /** Writes one line to the log: a function that `discover` must leave out, with the reason. */
  log?: (line: string) => void;
}

/**
 * The managed functions of the account: those with the tag `kaizen:managed=true`, which is looked at again before each act. A
 * function without the alias `live` has `$LATEST` as its live version, so that it is observed; nothing can be rolled
 * out to it. Reading tags needs the permission lambda:ListTags: without it Lambda leaves them out, and every act is refused.
 */
export function lambdaFleet(options: LambdaFleetOptions): FunctionFleet {
  const { meter, fetch = globalThis.fetch, log = (line: string) => void process.stdout.write(`${line}\n`) } = options;
  const api = lambdaApi(metered(options.client ?? new LambdaClient({}), 'lambda', meter), options.wait);
  const tagging = metered(options.taggingClient ?? new ResourceGroupsTaggingAPIClient({}), 'tagging', meter);
  return {
    async discover() {
      const found: DiscoveredTarget[] = [];
      for (const { name, tags } of await taggedFunctions(tagging)) {
        try {
          found.push(taggedTarget(name, tags));
        } catch (error) {
          // One badly tagged function must not hide the others.
          if (!(error instanceof TargetChanged)) throw error;
          log(JSON.stringify({ message: 'function left out', function: name, reason: error.message }));
        }
      }
      return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async get(name) {
      const found = await getFunction(api, name);
      return found !== null && isManaged(found.Tags) ? targetOf(api, name, found.Tags ?? {}) : null;
    },
    async version(name, version) {
      await requireManaged(api, name);
      return publishedVersion((await requireVersion(api, name, version)).configuration);
    },
    async readCode(name, version) {
      await requireManaged(api, name);
      const { configuration, location } = await requireVersion(api, name, version);
      if (configuration.PackageType === 'Image') throw new TargetChanged(`${name}: is a container image; its code cannot be read`);
      if (location === undefined) throw new Error(`${name}: Lambda gave no address for the package of version ${version}`);
      const sha256 = sha256Of(configuration);
      const archive = await downloadPackage(fetch, location, sha256, `${name}:${version}`);
      return { files: sourceFiles(archive, name), codeSha256: sha256 };
    },
    publish(name, change) {
      return publishVersion(api, fetch, name, change);
    },
    restoreUnpublished(name, change) {
      return restoreLatest(api, fetch, name, change);
    },
    async alias(name) {
      await requireManaged(api, name);
      return aliasState(await getAlias(api, name));
    },
    async setAlias(name, state, expectedRevision) {
      await requireManaged(api, name);
      const { version, canary } = state;
      const command = new UpdateAliasCommand({
        FunctionName: name,
        Name: LIVE_ALIAS,
        FunctionVersion: version,
        RoutingConfig: { AdditionalVersionWeights: canary === null ? {} : { [canary.version]: canary.weight } },
        RevisionId: expectedRevision,
      });
      try {
        return aliasState(await lambdaCall(`UpdateAlias ${name}`, () => api.client.send(command)));
      } catch (error) {
        if (isNamed(error, 'ResourceNotFoundException')) {
          throw new TargetChanged(`${name}: the alias ${LIVE_ALIAS} or a version is gone`, { cause: error });
        }
        if (!(error instanceof TargetChanged)) throw error;
        // The SDK repeats a call whose answer was lost: then it is our own change that moved the revision.
        const there = aliasState(await getAlias(api, name));
        if (there.version === version && there.canary?.version === canary?.version && there.canary?.weight === canary?.weight) return there;
        throw error;
      }
    },
  };
}

async function taggedFunctions(client: ResourceGroupsTaggingAPIClient): Promise<{ name: string; tags: Record<string, string> }[]> {
  const found: { name: string; tags: Record<string, string> }[] = [];
  let token: string | undefined;
  do {
    const command = new GetResourcesCommand({
      TagFilters: [{ Key: TAGS.managed, Values: ['true'] }],
      ResourceTypeFilters: ['lambda:function'],
      ResourcesPerPage: RESOURCES_PER_PAGE,
      ...(token === undefined ? {} : { PaginationToken: token }),
    });
    const page = await dependable('GetResources', () => client.send(command));
    for (const { ResourceARN: arn, Tags: tags = [] } of page.ResourceTagMappingList ?? []) {
      // arn:aws:lambda:<region>:<account>:function:<name>
      const name = arn?.split(':')[6];
      if (name !== undefined) found.push({ name, tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])) });
    }
    token = page.PaginationToken;
  } while (token !== undefined && token !== '');
  return found;
}

/** Null when the function was deleted meanwhile. */
async function targetOf(api: LambdaApi, name: string, tags: Readonly<Record<string, string>>): Promise<Target | null> {
  const tagged = taggedTarget(name, tags);
  const live = (await getFunction(api, name, LIVE_ALIAS))?.Configuration;
  const configuration: LambdaConfiguration | undefined = live ?? (await getFunction(api, name))?.Configuration;
  if (configuration === undefined) return null;
  return {
    ...tagged,
    runtime: configuration.Runtime ?? 'container-image',
    handler: configuration.Handler ?? '',
    liveVersion: live?.Version ?? '$LATEST',
    configuration: tunable(configuration),
    ...taggedPlaces(tags),
  };
}

async function getAlias(api: LambdaApi, name: string): Promise<AliasConfiguration> {
  try {
    return await lambdaCall(`GetAlias ${name}`, () => api.client.send(new GetAliasCommand({ FunctionName: name, Name: LIVE_ALIAS })));
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) throw new TargetChanged(`${name}: has no alias ${LIVE_ALIAS}`, { cause: error });
    throw error;
  }
}

function aliasState(alias: AliasConfiguration): AliasState {
  const { FunctionVersion: version, RevisionId: revision, RoutingConfig: routing } = alias;
  if (version === undefined || revision === undefined) throw new Error(`alias ${alias.AliasArn}: Lambda gave no version or revision`);
  const [canary] = Object.entries(routing?.AdditionalVersionWeights ?? {});
  return { version, canary: canary === undefined ? null : { version: canary[0], weight: canary[1] }, revision };
}
