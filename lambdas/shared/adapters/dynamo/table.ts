import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dependable, isNamed } from '../dependable.ts';
import type { ItemKey } from './keys.ts';

export type Item = Record<string, unknown>;

/** A condition on the item that stands at the key; `names` and `values` are what its text refers to. */
export interface Condition {
  text: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

/** What all stores of this folder are made from. */
export interface StoreOptions {
  client: DynamoDBDocumentClient;
  table: string;
}

/**
 * The few operations that the stores use, each on single items. Reads are strongly consistent. Writes give false when
 * their condition does not hold. Throttling and network faults become DependencyUnavailable.
 */
export interface Table {
  name: string;
  get(key: ItemKey): Promise<Item | null>;
  put(item: ItemKey & Item, condition: Condition | null): Promise<boolean>;
  update(key: ItemKey, update: { text: string } & Omit<Condition, 'text'>, condition: Condition | null): Promise<boolean>;
  remove(key: ItemKey, condition: Condition): Promise<boolean>;
  /** Items of one partition in the order of their sort keys, all pages, at most `limit`. */
  query(options: { pk: string; prefix?: string; from?: string; newestFirst?: boolean; limit?: number }): Promise<Item[]>;
}

export function table({ client, table: name }: StoreOptions): Table {
  const what = (action: string, key: ItemKey) => `${action} ${name} ${key.pk}/${key.sk}`;
  return {
    name,
    async get(key) {
      const command = new GetCommand({ TableName: name, Key: { ...key }, ConsistentRead: true });
      const { Item: item } = await dependable(what('get', key), () => client.send(command));
      return item ?? null;
    },
    put(item, condition) {
      const command = new PutCommand({ TableName: name, Item: item, ...conditionInput(condition) });
      return conditional(what('put', item), () => client.send(command));
    },
    update(key, { text, names, values }, condition) {
      const merged = {
        names: { ...names, ...condition?.names },
        values: { ...values, ...condition?.values },
      };
      const command = new UpdateCommand({
        TableName: name,
        Key: { ...key },
        UpdateExpression: text,
        ...conditionInput(condition),
        ...placeholders(merged),
      });
      return conditional(what('update', key), () => client.send(command));
    },
    remove(key, condition) {
      const command = new DeleteCommand({ TableName: name, Key: { ...key }, ...conditionInput(condition) });
      return conditional(what('delete', key), () => client.send(command));
    },
    async query({ pk, prefix, from, newestFirst = false, limit = Infinity }) {
      const items: Item[] = [];
      let start: Item | undefined;
      do {
        const command = new QueryCommand({
          TableName: name,
          ConsistentRead: true,
          ScanIndexForward: !newestFirst,
          ...rangeInput(pk, prefix, from),
          ...(Number.isFinite(limit) ? { Limit: limit - items.length } : {}),
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        });
        const page = await dependable(what('query', { pk, sk: prefix ?? from ?? '' }), () => client.send(command));
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && items.length < limit);
      return items;
    },
  };
}

function rangeInput(pk: string, prefix: string | undefined, from: string | undefined) {
  const clause = prefix !== undefined ? ' AND begins_with(sk, :sk)' : from !== undefined ? ' AND sk >= :sk' : '';
  const sk = prefix ?? from;
  return {
    KeyConditionExpression: `pk = :pk${clause}`,
    ExpressionAttributeValues: { ':pk': pk, ...(sk === undefined ? {} : { ':sk': sk }) },
  };
}

function conditionInput(condition: Condition | null) {
  return condition === null ? {} : { ConditionExpression: condition.text, ...placeholders(condition) };
}

/** DynamoDB refuses empty maps of placeholders. */
function placeholders({ names, values }: Omit<Condition, 'text'>) {
  return {
    ...(names === undefined || Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(values === undefined || Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

async function conditional(what: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await dependable(what, call);
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}
