import { createHash, randomUUID } from 'node:crypto';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { pack, writeZip } from '../../../lambdas/shared/adapters/aws/zip.ts';
import type { FunctionConfiguration, SourceFile } from '../../../lambdas/shared/contract/records.ts';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

export interface FunctionFixture {
  name: string;
  tags: Record<string, string>;
  files: SourceFile[];
  configuration: FunctionConfiguration;
  /** Published from the state above at the start: version 1, with the alias `live` on it. */
  live?: boolean;
}

/** What a function is fed by, as the API gives it; `on` is the function or its alias. */
export interface MappingFixture {
  on: string;
  UUID: string;
  EventSourceArn: string;
  BatchSize?: number;
  MaximumBatchingWindowInSeconds?: number;
  State: string;
}

interface State {
  zip: Buffer;
  memory: number;
  timeout: number;
  variables: Record<string, string>;
  description: string;
}
interface Version extends State {
  version: string;
}
interface Alias {
  version: string;
  weights: Record<string, number>;
  revision: string;
}
interface ModelFunction {
  tags: Record<string, string>;
  latest: State;
  revision: string;
  /** Looks that still find the update under way. */
  updating: number;
  versions: Version[];
  alias: Alias | null;
  image: boolean;
  reserved: number | null;
  provisioned: number[];
}

export interface LambdaModel {
  client: LambdaClient;
  taggingClient: ResourceGroupsTaggingAPIClient;
  /** Serves the packages' addresses. */
  fetch: (url: string) => Promise<Response>;
  functions: Map<string, ModelFunction>;
  mappings: MappingFixture[];
  /** Null: the role may not ask for it. */
  account: { limit: number | null };
  /** Actions so far, in order. */
  calls: string[];
  /** Throws before (or, with `landed`, after) the call of this number, counted from now on, and at all calls behind it. */
  crash(after: number, landed: boolean): void;
  recover(): void;
  /** Somebody's own deployment: changes $LATEST. */
  deploy(name: string, change: { files?: SourceFile[]; variables?: Record<string, string>; publish?: boolean }): void;
}

export const zipOf = (files: readonly SourceFile[]): Buffer => writeZip(files.map(({ path, content }) => pack(path, Buffer.from(content))));
const sha = (zip: Buffer) => createHash('sha256').update(zip).digest('base64');

/** Lambda's control plane and the tagging service, as far as the fleet needs them: revisions, updates that take a while, versions, aliases. */
export function lambdaModel(fixtures: readonly FunctionFixture[]): LambdaModel {
  const functions = new Map<string, ModelFunction>();
  const mappings: MappingFixture[] = [];
  const account: LambdaModel['account'] = { limit: 1000 };
  const calls: string[] = [];
  let crashAt = Infinity;
  let crashLands = false;
  let made = 0;

  for (const { name, tags, files, configuration, live = true } of fixtures) {
    const latest: State = {
      zip: zipOf(files),
      memory: configuration.memoryMb,
      timeout: configuration.timeoutSeconds,
      variables: { A: '1' },
      description: '',
    };
    functions.set(name, {
      tags,
      latest,
      revision: randomUUID(),
      updating: 0,
      versions: live ? [{ ...latest, version: '1' }] : [],
      alias: live ? { version: '1', weights: {}, revision: randomUUID() } : null,
      image: false,
      reserved: 2,
      provisioned: [],
    });
  }
  const known = (name: string): ModelFunction => {
    const found = functions.get(name);
    if (found === undefined) throw serviceError('ResourceNotFoundException', 404);
    return found;
  };
  const describe = (name: string, state: State, version: string, fn: ModelFunction) => ({
    FunctionName: name,
    Version: version,
    Description: state.description,
    PackageType: fn.image ? 'Image' : 'Zip',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/orders',
    CodeSha256: sha(state.zip),
    MemorySize: state.memory,
    Timeout: state.timeout,
    Environment: { Variables: state.variables },
    State: 'Active',
    ...(version === '$LATEST' ? { RevisionId: fn.revision, LastUpdateStatus: fn.updating > 0 ? 'InProgress' : 'Successful' } : {}),
  });
  const find = (fn: ModelFunction, qualifier: string): Version => {
    if (qualifier === '$LATEST') return { ...fn.latest, version: '$LATEST' };
    const number = qualifier === 'live' ? fn.alias?.version : qualifier;
    const found = fn.versions.find(({ version }) => version === number);
    if (found === undefined) throw serviceError('ResourceNotFoundException', 404);
    return found;
  };
  const changed = (fn: ModelFunction, change: Partial<State>, revision: string | undefined) => {
    if (fn.updating > 0) throw serviceError('ResourceConflictException', 409);
    if (revision !== undefined && revision !== fn.revision) throw serviceError('PreconditionFailedException', 412);
    fn.latest = { ...fn.latest, ...change };
    fn.revision = randomUUID();
    fn.updating = 2;
  };

  type Input = Record<string, unknown> & { FunctionName: string; RevisionId?: string };
  const answer = (action: string, input: Input): object => {
    if (action === 'GetResources') return tagged(functions, input as never);
    if (action === 'GetAccountSettings') {
      if (account.limit === null) throw serviceError('AccessDeniedException', 403);
      return { AccountLimit: { ConcurrentExecutions: account.limit } };
    }
    if (action === 'ListEventSourceMappings') {
      return onePage(
        mappings.filter(({ on }) => on === input.FunctionName),
        input['Marker'],
        'EventSourceMappings',
      );
    }
    const fn = known(input.FunctionName);
    const name = input.FunctionName;
    switch (action) {
      case 'GetFunction': {
        const qualifier = String(input['Qualifier'] ?? '$LATEST');
        const state = find(fn, qualifier);
        const answered = {
          Configuration: describe(name, state, state.version, fn),
          Code: { Location: `https://code.invalid/${name}/${state.version}` },
          Tags: fn.tags,
        };
        // The revision changes once more when an update is through.
        if (fn.updating > 0 && state.version === '$LATEST' && --fn.updating === 0) fn.revision = randomUUID();
        return answered;
      }
      case 'GetFunctionConcurrency':
        return fn.reserved === null ? {} : { ReservedConcurrentExecutions: fn.reserved };
      case 'ListProvisionedConcurrencyConfigs':
        return onePage(
          fn.provisioned.map((RequestedProvisionedConcurrentExecutions) => ({ RequestedProvisionedConcurrentExecutions })),
          input['Marker'],
          'ProvisionedConcurrencyConfigs',
        );
      case 'ListVersionsByFunction': {
        const start = Number(input['Marker'] ?? 0);
        const all = [{ ...fn.latest, version: '$LATEST' }, ...fn.versions];
        const Versions = all.slice(start, start + 2).map((state) => describe(name, state, state.version, fn));
        return { Versions, ...(start + 2 < all.length ? { NextMarker: String(start + 2) } : {}) };
      }
      case 'UpdateFunctionCode':
        changed(fn, { zip: Buffer.from(input['ZipFile'] as Uint8Array) }, input.RevisionId);
        return {};
      case 'UpdateFunctionConfiguration':
        changed(fn, { memory: Number(input['MemorySize']), timeout: Number(input['Timeout']) }, input.RevisionId);
        return {};
      case 'PublishVersion': {
        if (fn.updating > 0) throw serviceError('ResourceConflictException', 409);
        if (input.RevisionId !== fn.revision) throw serviceError('PreconditionFailedException', 412);
        if (input['CodeSha256'] !== sha(fn.latest.zip)) throw serviceError('InvalidParameterValueException');
        const newest = fn.versions.at(-1);
        const same =
          newest !== undefined &&
          sha(newest.zip) === sha(fn.latest.zip) &&
          newest.memory === fn.latest.memory &&
          newest.timeout === fn.latest.timeout;
        if (!same) {
          fn.versions.push({ ...fn.latest, description: String(input['Description']), version: String(fn.versions.length + 1) });
          fn.revision = randomUUID();
        }
        const published = fn.versions.at(-1) as Version;
        return describe(name, published, published.version, fn);
      }
      case 'GetAlias':
        return aliasAnswer(fn);
      case 'UpdateAlias': {
        const alias = fn.alias;
        if (alias === null) throw serviceError('ResourceNotFoundException', 404);
        if (input.RevisionId !== alias.revision) throw serviceError('PreconditionFailedException', 412);
        const routing = input['RoutingConfig'] as { AdditionalVersionWeights: Record<string, number> };
        for (const version of [String(input['FunctionVersion']), ...Object.keys(routing.AdditionalVersionWeights)]) find(fn, version);
        fn.alias = { version: String(input['FunctionVersion']), weights: routing.AdditionalVersionWeights, revision: randomUUID() };
        return aliasAnswer(fn);
      }
      default:
        throw serviceError('UnknownOperationException');
    }
  };
  const service = (action: string, input: Input): object => {
    calls.push(action);
    made += 1;
    if (made > crashAt && !(crashLands && made === crashAt + 1)) throw serviceError('ServiceException', 500);
    const answered = answer(action, input);
    if (made > crashAt) throw serviceError('ServiceException', 500);
    return answered;
  };

  return {
    client: intercept(new LambdaClient(OFFLINE), service),
    taggingClient: intercept(new ResourceGroupsTaggingAPIClient(OFFLINE), service),
    fetch: async (url) => {
      const [, name = '', version = ''] = new URL(url).pathname.split('/');
      return new Response(new Uint8Array(find(known(name), version).zip));
    },
    functions,
    mappings,
    account,
    calls,
    crash(after, landed) {
      made = 0;
      crashAt = after;
      crashLands = landed;
    },
    recover() {
      crashAt = Infinity;
    },
    deploy(name, { files, variables, publish = false }) {
      const fn = known(name);
      fn.latest = {
        ...fn.latest,
        ...(files === undefined ? {} : { zip: zipOf(files) }),
        ...(variables === undefined ? {} : { variables }),
      };
      fn.revision = randomUUID();
      if (!publish) return;
      const version = String(fn.versions.length + 1);
      fn.versions.push({ ...fn.latest, version });
      fn.alias = { version, weights: {}, revision: randomUUID() };
    },
  };
}

/** One item a page, whatever was asked for. */
function onePage(items: readonly object[], marker: unknown, name: string): object {
  const start = Number(marker ?? 0);
  return { [name]: items.slice(start, start + 1), ...(start + 1 < items.length ? { NextMarker: String(start + 1) } : {}) };
}

function aliasAnswer({ alias }: ModelFunction): object {
  if (alias === null) throw serviceError('ResourceNotFoundException', 404);
  const { version, weights, revision } = alias;
  return {
    Name: 'live',
    FunctionVersion: version,
    RevisionId: revision,
    ...(Object.keys(weights).length === 0 ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
  };
}

/** Two functions a page, whatever was asked for; an empty token ends it, as the service does. */
function tagged(
  functions: ReadonlyMap<string, ModelFunction>,
  input: { PaginationToken?: string; ResourcesPerPage?: number; TagFilters: { Key: string; Values: string[] }[] },
): object {
  if (input.ResourcesPerPage !== undefined && input.ResourcesPerPage > 100) throw serviceError('InvalidParameterException');
  const start = Number(input.PaginationToken ?? 0);
  const all = [...functions].filter(([, { tags }]) => input.TagFilters.every(({ Key, Values }) => Values.includes(tags[Key] ?? '')));
  return {
    ResourceTagMappingList: all.slice(start, start + 2).map(([name, { tags }]) => ({
      ResourceARN: `arn:aws:lambda:eu-central-1:000000000000:function:${name}`,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
    PaginationToken: start + 2 < all.length ? String(start + 2) : '',
  };
}
