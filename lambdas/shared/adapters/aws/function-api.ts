import { setTimeout as sleep } from 'node:timers/promises';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import type { FunctionConfiguration as LambdaConfiguration, GetFunctionCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { TAGS } from '../../contract/names.ts';
import type { FunctionConfiguration } from '../../contract/records.ts';
import { DependencyUnavailable, TargetChanged } from '../../errors.ts';
import { dependable, isNamed } from '../dependable.ts';

/** How long an update may take: Lambda's own waiters give up after 5 minutes, a zip package takes seconds. */
const POLL_MS = 500;
const MOST_POLLS = 120;

export interface LambdaApi {
  client: LambdaClient;
  wait: (ms: number) => Promise<unknown>;
}

export function lambdaApi(client: LambdaClient, wait: (ms: number) => Promise<unknown> = sleep): LambdaApi {
  return { client, wait };
}

/**
 * Makes one Lambda call. Passing faults, and an update that is still under way, become DependencyUnavailable; a revision that
 * moved on becomes TargetChanged.
 */
export async function lambdaCall<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await dependable(what, call);
  } catch (error) {
    if (isNamed(error, 'ResourceConflictException')) {
      throw new DependencyUnavailable(`${what}: ${(error as Error).message}`, { cause: error });
    }
    if (isNamed(error, 'PreconditionFailedException')) throw new TargetChanged(`${what}: somebody changed it meanwhile`, { cause: error });
    throw error;
  }
}

/**
 * A function, version or alias; null when it is not there, or not managed: the role may read functions with the tag only, and
 * IAM answers with AccessDenied for any other.
 */
export async function getFunction(api: LambdaApi, name: string, qualifier?: string): Promise<GetFunctionCommandOutput | null> {
  const command = new GetFunctionCommand({ FunctionName: name, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) });
  try {
    return await lambdaCall(`GetFunction ${name}:${qualifier ?? '$LATEST'}`, () => api.client.send(command));
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException') || isNamed(error, 'AccessDeniedException')) return null;
    throw error;
  }
}

export function isManaged(tags: Readonly<Record<string, string>> | undefined): boolean {
  return tags?.[TAGS.managed] === 'true';
}

/** $LATEST of a managed function. Throws TargetChanged for any other: such a function is never touched. */
export async function requireManaged(api: LambdaApi, name: string): Promise<LambdaConfiguration> {
  const found = await getFunction(api, name);
  if (found?.Configuration === undefined) throw new TargetChanged(`${name}: there is no such function`);
  if (!isManaged(found.Tags)) throw new TargetChanged(`${name}: does not bear the tag ${TAGS.managed}=true`);
  return found.Configuration;
}

/** A published version, with the address of its package. Throws TargetChanged when it is not there. */
export async function requireVersion(api: LambdaApi, name: string, version: string) {
  const found = await getFunction(api, name, version);
  if (found?.Configuration === undefined) throw new TargetChanged(`${name}: there is no version ${version}`);
  return { configuration: found.Configuration, location: found.Code?.Location };
}

/** Waits until the last update of $LATEST, or the publication of a version, is through. */
export async function settled(api: LambdaApi, name: string, version?: string): Promise<LambdaConfiguration> {
  for (let poll = 0; poll < MOST_POLLS; poll += 1) {
    const configuration = (await getFunction(api, name, version))?.Configuration;
    if (configuration === undefined) throw new TargetChanged(`${name}: ${version ?? '$LATEST'} was deleted meanwhile`);
    const { State: state, LastUpdateStatus: update } = configuration;
    if (state === 'Failed' || update === 'Failed') {
      throw new Error(`${name}: update failed: ${configuration.LastUpdateStatusReason ?? configuration.StateReason ?? 'no reason given'}`);
    }
    if (state !== 'Pending' && update !== 'InProgress') return configuration;
    await api.wait(POLL_MS);
  }
  throw new DependencyUnavailable(`${name}: ${version ?? '$LATEST'} is still being updated after ${(POLL_MS * MOST_POLLS) / 1000} s`);
}

/** What Kaizen tunes. */
export function tunable(configuration: LambdaConfiguration): FunctionConfiguration {
  const { MemorySize: memoryMb, Timeout: timeoutSeconds } = configuration;
  if (memoryMb === undefined || timeoutSeconds === undefined) {
    throw new Error(`${configuration.FunctionName}: Lambda gave no memory or timeout`);
  }
  return { memoryMb, timeoutSeconds };
}

export function sha256Of(configuration: LambdaConfiguration): string {
  const { CodeSha256: sha256 } = configuration;
  if (sha256 === undefined) throw new Error(`${configuration.FunctionName}: Lambda gave no CodeSha256`);
  return sha256;
}

/** Everything else that a version freezes, as comparable text. Not in it: the description, and what Lambda itself updates. */
export function frozenRest(configuration: LambdaConfiguration): string {
  const { Runtime, Handler, Role, Environment, Layers, VpcConfig, Architectures, PackageType } = configuration;
  const { EphemeralStorage, TracingConfig, DeadLetterConfig, FileSystemConfigs, SnapStart, LoggingConfig, KMSKeyArn } = configuration;
  return canonicalJson({
    Runtime,
    Handler,
    Role,
    Architectures,
    PackageType,
    EphemeralStorage,
    TracingConfig,
    KMSKeyArn,
    DeadLetterConfig,
    LoggingConfig,
    fileSystems: FileSystemConfigs ?? [],
    snapStart: SnapStart?.ApplyOn,
    environment: Environment?.Variables ?? {},
    layers: (Layers ?? []).map(({ Arn }) => Arn),
    subnets: VpcConfig?.SubnetIds ?? [],
    securityGroups: VpcConfig?.SecurityGroupIds ?? [],
  });
}
