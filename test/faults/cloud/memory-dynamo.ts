import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { serviceError } from '../../contract/fakes/intercept.ts';
import { conditionHolds, type Item, type Placeholders, updated } from './expressions.ts';

/** One request to a table, as it passes the wire. */
export interface TableCall {
  action: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';
  table: string;
  pk: string;
  sk: string;
}

/** Passes a call on, or does to it what a fault does. */
export type Wire = (call: TableCall, perform: () => Promise<unknown>) => Promise<unknown>;

export interface MemoryDynamo {
  client: DynamoDBDocumentClient;
  /** The same tables without the wire: for the harness, and for people. */
  direct: DynamoDBDocumentClient;
  /** Items by table, in the order of their keys. */
  items(table: string): Item[];
}

interface Input {
  TableName: string;
  Key?: { pk: string; sk: string };
  Item?: Item & { pk: string; sk: string };
  ConditionExpression?: string;
  UpdateExpression?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
  ScanIndexForward?: boolean;
  Limit?: number;
}

const keyOf = (pk: string, sk: string): string => `${pk}\n${sk}`;

/**
 * DynamoDB in memory, behind the document client that the stores are given: single items with conditions, one page a query. It is
 * strongly consistent, as the stores ask for. Each request goes over `wire`.
 */
export function memoryDynamo(wire: Wire): MemoryDynamo {
  const tables = new Map<string, Map<string, Item>>();
  const tableOf = (name: string): Map<string, Item> => {
    const table = tables.get(name) ?? new Map<string, Item>();
    tables.set(name, table);
    return table;
  };
  const sorted = (name: string): Item[] => [...tableOf(name)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);

  const perform = (call: TableCall, input: Input): object => {
    const table = tableOf(call.table);
    const key = keyOf(call.pk, call.sk);
    const there = table.get(key);
    const placeholders: Placeholders = { names: input.ExpressionAttributeNames ?? {}, values: input.ExpressionAttributeValues ?? {} };
    if (call.action === 'Query') return { Items: queried(sorted(call.table), input, placeholders) };
    if (call.action === 'GetItem') return there === undefined ? {} : { Item: { ...there } };
    const condition = input.ConditionExpression;
    if (condition !== undefined && !conditionHolds(condition, there, placeholders)) throw serviceError('ConditionalCheckFailedException');
    if (call.action === 'DeleteItem') table.delete(key);
    if (call.action === 'PutItem') table.set(key, { ...input.Item });
    if (call.action === 'UpdateItem')
      table.set(key, updated(input.UpdateExpression ?? '', there ?? { pk: call.pk, sk: call.sk }, placeholders));
    return {};
  };

  const clientOver = (over: Wire): DynamoDBDocumentClient => {
    const client = {
      send(command: { input: Input }): Promise<unknown> {
        const { input } = command;
        const { pk, sk } = input.Key ?? input.Item ?? { pk: String(input.ExpressionAttributeValues?.[':pk']), sk: '' };
        const call: TableCall = { action: actionOf(command), table: input.TableName, pk, sk };
        return over(call, async () => perform(call, input));
      },
    };
    return client as unknown as DynamoDBDocumentClient;
  };
  return { client: clientOver(wire), direct: clientOver((_call, performed) => performed()), items: sorted };
}

function actionOf(command: object): TableCall['action'] {
  if (command instanceof GetCommand) return 'GetItem';
  if (command instanceof PutCommand) return 'PutItem';
  if (command instanceof UpdateCommand) return 'UpdateItem';
  if (command instanceof DeleteCommand) return 'DeleteItem';
  if (command instanceof QueryCommand) return 'Query';
  throw new RangeError(`memoryDynamo: found ${command.constructor.name}, which is not known here`);
}

function queried(items: readonly Item[], input: Input, { values }: Placeholders): Item[] {
  const clause = input.KeyConditionExpression?.replace(/^pk = :pk( AND )?/, '');
  const from = String(values[':sk']);
  const within: Record<string, (sk: string) => boolean> = {
    '': () => true,
    'begins_with(sk, :sk)': (sk) => sk.startsWith(from),
    'sk >= :sk': (sk) => sk >= from,
  };
  const isIn = within[clause ?? 'nothing'];
  if (isIn === undefined) throw new RangeError(`memoryDynamo: found the key condition ${String(clause)}, which is not known here`);
  const found = items.filter(({ pk, sk }) => pk === values[':pk'] && isIn(String(sk)));
  return (input.ScanIndexForward === false ? found.toReversed() : found).slice(0, input.Limit ?? Infinity).map((item) => ({ ...item }));
}
