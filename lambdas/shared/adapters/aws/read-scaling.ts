import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  ListEventSourceMappingsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from '@aws-sdk/client-lambda';
import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { LIVE_ALIAS } from '../../contract/names.ts';
import type { EventSource, Scaling } from '../../contract/records.ts';
import { isNamed } from '../dependable.ts';
import { lambdaCall } from './function-api.ts';
import type { LambdaApi } from './function-api.ts';

/** Lambda's own batch size where a mapping names none (API reference, CreateEventSourceMapping): 10 of a queue, 100 of a stream. */
const DEFAULT_BATCH: Record<EventSource['kind'], number> = { sqs: 10, kinesis: 100, dynamodb: 100, other: 100 };
const ENABLED: ReadonlySet<string> = new Set(['Enabled', 'Enabling', 'Creating', 'Updating']);

/** Concurrency and event sources of a function; the caller has seen that it is managed. */
export async function readScaling(api: LambdaApi, name: string): Promise<Scaling> {
  const [reservedConcurrency, provisionedConcurrency, limit, sources] = await Promise.all([
    reserved(api, name),
    provisioned(api, name),
    accountLimit(api),
    eventSources(api, name),
  ]);
  return { reservedConcurrency, provisionedConcurrency, accountLimit: limit, eventSources: sources };
}

async function reserved(api: LambdaApi, name: string): Promise<number | null> {
  const command = new GetFunctionConcurrencyCommand({ FunctionName: name });
  const found = await lambdaCall(`GetFunctionConcurrency ${name}`, () => api.client.send(command));
  return found.ReservedConcurrentExecutions ?? null;
}

/** What is asked for, over the alias and versions; null: nothing is. */
async function provisioned(api: LambdaApi, name: string): Promise<number | null> {
  let total: number | null = null;
  let marker: string | undefined;
  do {
    const command = new ListProvisionedConcurrencyConfigsCommand({
      FunctionName: name,
      ...(marker === undefined ? {} : { Marker: marker }),
    });
    const page = await lambdaCall(`ListProvisionedConcurrencyConfigs ${name}`, () => api.client.send(command));
    for (const config of page.ProvisionedConcurrencyConfigs ?? []) {
      total = (total ?? 0) + (config.RequestedProvisionedConcurrentExecutions ?? 0);
    }
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  return total;
}

/** Null where the role may not read the account's settings: they are no function's own. */
async function accountLimit(api: LambdaApi): Promise<number | null> {
  try {
    const found = await lambdaCall('GetAccountSettings', () => api.client.send(new GetAccountSettingsCommand({})));
    return found.AccountLimit?.ConcurrentExecutions ?? null;
  } catch (error) {
    if (isNamed(error, 'AccessDeniedException')) return null;
    throw error;
  }
}

/** Mappings of the function itself and of its alias, each once, by id. */
async function eventSources(api: LambdaApi, name: string): Promise<EventSource[]> {
  const found = new Map<string, EventSource>();
  for (const qualified of [name, `${name}:${LIVE_ALIAS}`]) {
    let marker: string | undefined;
    do {
      const command = new ListEventSourceMappingsCommand({ FunctionName: qualified, ...(marker === undefined ? {} : { Marker: marker }) });
      const page = await lambdaCall(`ListEventSourceMappings ${qualified}`, () => api.client.send(command));
      for (const mapping of page.EventSourceMappings ?? []) {
        if (mapping.UUID !== undefined) found.set(mapping.UUID, eventSource(mapping.UUID, mapping));
      }
      marker = page.NextMarker;
    } while (marker !== undefined && marker !== '');
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function eventSource(id: string, mapping: EventSourceMappingConfiguration): EventSource {
  const source = mapping.EventSourceArn ?? '';
  const kind = kindOf(source);
  return {
    id,
    source,
    kind,
    batchSize: mapping.BatchSize ?? DEFAULT_BATCH[kind],
    windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    enabled: ENABLED.has(mapping.State ?? ''),
  };
}

/** By the service in `arn:aws:<service>:…`. */
function kindOf(arn: string): EventSource['kind'] {
  const service = arn.split(':')[2];
  return service === 'sqs' || service === 'kinesis' || service === 'dynamodb' ? service : 'other';
}
