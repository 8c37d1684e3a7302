import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Meter } from '../../ports.ts';
import { isNamed } from '../dependable.ts';
import { metered } from '../metered.ts';
import type { MeteredCall } from '../metered.ts';

/** Without `endpoint`, `region` and `credentials` the SDK takes them from where the function runs. */
export interface DynamoClientOptions {
  meter: Meter;
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

const READS: ReadonlySet<string> = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem']);

/**
 * The DynamoDB client of the stores. It counts its calls as `dynamodb:<Action>` and what DynamoDB says that they consumed as
 * `dynamodb:read-unit` and `dynamodb:write-unit`.
 */
export function dynamoClient(options: DynamoClientOptions): DynamoDBDocumentClient {
  const { meter, endpoint, region, credentials } = options;
  const client = new DynamoDBClient({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  metered(client, 'dynamodb', meter, {
    input: { ReturnConsumedCapacity: 'TOTAL' },
    after: (call) => countUnits(meter, call),
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true, convertEmptyValues: false } });
}

function countUnits(meter: Meter, call: MeteredCall): void {
  if (call.error !== null) {
    // A refused condition is billed as a write of the item that stood there; its size isn't told, so the least is counted.
    if (isNamed(call.error, 'ConditionalCheckFailedException')) meter.count('dynamodb:write-unit', 1);
    return;
  }
  const { ConsumedCapacity: consumed } = call.output as { ConsumedCapacity?: Capacity | Capacity[] };
  const units = [consumed ?? []].flat().reduce((sum, capacity) => sum + (capacity.CapacityUnits ?? 0), 0);
  meter.count(READS.has(call.action) ? 'dynamodb:read-unit' : 'dynamodb:write-unit', units);
}

interface Capacity {
  CapacityUnits?: number;
}
