import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Meter } from '../../lambdas/shared/ports.ts';

type Item = Record<string, unknown>;

/** What the stores send; only what they use is known here. */
interface Sent {
  TableName: string;
  Key?: Item;
  Item?: Item;
  ConditionExpression?: string;
  ExpressionAttributeValues?: Item;
  KeyConditionExpression?: string;
  Limit?: number;
  ScanIndexForward?: boolean;
  ConsistentRead?: boolean;
}

/** "One write request unit represents one write for an item up to 1 KB", "one read request unit [...] up to 4 KB" strongly consistent. */
const WRITE_BYTES = 1024;
const READ_BYTES = 4096;

/**
 * DynamoDB's document client in memory, as far as the telemetry's stores use it: single items, the two conditions on revisions, queries by
 * prefix or range. Counts request units by the sizes of the items, as DynamoDB's pricing page defines them.
 * @throws Error for anything that it doesn't know, so that a bill is never short by what was not understood.
 */
export function modelDynamo(meter: Meter): DynamoDBDocumentClient {
  const tables = new Map<string, Map<string, Map<string, Item>>>();
  const partition = (table: string, pk: string): Map<string, Item> => {
    let all = tables.get(table);
    if (all === undefined) tables.set(table, (all = new Map()));
    let found = all.get(pk);
    if (found === undefined) all.set(pk, (found = new Map()));
    return found;
  };
  const place = (input: Sent, key: Item | undefined): [Map<string, Item>, string] => [
    partition(input.TableName, String(key?.['pk'])),
    String(key?.['sk']),
  ];
  const write = (size: number): void => meter.count('dynamodb:write-unit', Math.max(1, Math.ceil(size / WRITE_BYTES)));
  const read = (size: number, consistent: boolean): void =>
    meter.count('dynamodb:read-unit', Math.max(1, Math.ceil(size / READ_BYTES)) * (consistent ? 1 : 0.5));

  const actions: Record<string, (input: Sent) => object> = {
    GetCommand(input) {
      const [items, sk] = place(input, input.Key);
      const item = items.get(sk);
      read(item === undefined ? 0 : sizeOf(item), input.ConsistentRead === true);
      return item === undefined ? {} : { Item: item };
    },
    PutCommand(input) {
      const [items, sk] = place(input, input.Item);
      const before = items.get(sk);
      write(Math.max(sizeOf(input.Item ?? {}), before === undefined ? 0 : sizeOf(before)));
      if (!holds(input, before)) throw refused();
      items.set(sk, input.Item ?? {});
      return {};
    },
    DeleteCommand(input) {
      const [items, sk] = place(input, input.Key);
      const before = items.get(sk);
      write(before === undefined ? 0 : sizeOf(before));
      if (!holds(input, before)) throw refused();
      items.delete(sk);
      return {};
    },
    QueryCommand(input) {
      const { KeyConditionExpression: condition = '', ExpressionAttributeValues: values = {} } = input;
      const sk = String(values[':sk'] ?? '');
      const last = String(values[':to'] ?? '\uffff');
      const items = [...partition(input.TableName, String(values[':pk']))]
        .filter(([key]) => (condition.includes('begins_with') ? key.startsWith(sk) : key >= sk && key <= last))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, item]) => item);
      if (input.ScanIndexForward === false) items.reverse();
      const shown = items.slice(0, input.Limit ?? Number.POSITIVE_INFINITY);
      read(
        shown.reduce((sum, item) => sum + sizeOf(item), 0),
        input.ConsistentRead === true,
      );
      return { Items: shown };
    },
  };
  const send = async (command: { constructor: { name: string }; input: Sent }): Promise<object> => {
    const action = actions[command.constructor.name];
    if (action === undefined) throw new Error(`the model of DynamoDB has no ${command.constructor.name}`);
    return action(command.input);
  };
  return { send, destroy: () => undefined } as unknown as DynamoDBDocumentClient;
}

function holds({ ConditionExpression: condition, ExpressionAttributeValues: values }: Sent, before: Item | undefined): boolean {
  if (condition === undefined) return true;
  if (condition === 'attribute_not_exists(pk)') return before === undefined;
  if (condition === 'revision = :revision') return before?.['revision'] === values?.[':revision'];
  throw new Error(`the model of DynamoDB has no condition ${condition}`);
}

function refused(): Error {
  const error = new Error('The conditional request failed');
  error.name = 'ConditionalCheckFailedException';
  return error;
}

/** Size of an item as DynamoDB counts it: names and values in UTF-8, numbers about a byte for two digits, binary as it is. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return 1 + Math.ceil(String(value).length / 2);
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value === 'boolean' || value === null) return 1;
  throw new Error(`the model of DynamoDB has no size for ${typeof value}`);
}
