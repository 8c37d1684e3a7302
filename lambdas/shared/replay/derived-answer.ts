import { differencePath } from './alike.ts';
import { answerMs, type Answer, type Known, type KnownAnswer } from './known-answer.ts';

const GET = /^DynamoDB_\d+\.GetItem$/;
const BATCH_GET = /^DynamoDB_\d+\.BatchGetItem$/;
/** Most keys of one BatchGetItem (DynamoDB API reference). */
const MOST_KEYS = 100;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => differencePath(a, b) === null;

/** What a read of one item asks beside its key; the same for both kinds of call. */
const manner = ({ ProjectionExpression, ExpressionAttributeNames, AttributesToGet, ConsistentRead }: Fields): unknown[] => [
  ProjectionExpression ?? null,
  ExpressionAttributeNames ?? null,
  AttributesToGet ?? null,
  ConsistentRead ?? false,
];

/** One item that a recorded call asked for, and what came. `item` null: it is not there. */
interface ReadItem {
  table: string;
  key: unknown;
  manner: unknown[];
  item: unknown;
  durationMs: number;
}

function answerFields({ recorded }: KnownAnswer): Fields | null {
  if (recorded.response?.status !== 200 || recorded.response.body.base64) return null;
  try {
    const parsed: unknown = JSON.parse(recorded.response.body.text);
    return isFields(parsed) ? parsed : null;
  } catch {
    // Not the JSON that DynamoDB speaks: nothing follows from it.
    return null;
  }
}

const hasKey = (item: unknown, key: unknown): boolean =>
  isFields(item) && isFields(key) && Object.entries(key).every(([name, value]) => same(item[name], value));

/** The items that a recorded call gave, whichever way it asked. */
function itemsOf(answer: KnownAnswer): ReadItem[] {
  const { body, call, recorded } = answer;
  const fields = answerFields(answer);
  if (fields === null || !isFields(body)) return [];
  const durationMs = answerMs(recorded);
  if (GET.test(call.operation ?? '')) {
    return [{ table: String(body['TableName']), key: body['Key'], manner: manner(body), item: fields['Item'] ?? null, durationMs }];
  }
  if (!BATCH_GET.test(call.operation ?? '') || !isFields(body['RequestItems']) || !isFields(fields['Responses'])) return [];
  const responses = fields['Responses'];
  const unprocessed = isFields(fields['UnprocessedKeys']) ? fields['UnprocessedKeys'] : {};
  return Object.entries(body['RequestItems']).flatMap(([table, asked]) => {
    // A table with keys that were left for later has keys of which nothing is known.
    if (!isFields(asked) || !Array.isArray(asked['Keys']) || unprocessed[table] !== undefined) return [];
    const items = Array.isArray(responses[table]) ? responses[table] : [];
    return asked['Keys'].map((key: unknown) => ({
      table,
      key,
      manner: manner(asked),
      item: items.find((item: unknown) => hasKey(item, key)) ?? null,
      durationMs,
    }));
  });
}

const json = (status: number, value: unknown, delayMs: number): Answer => ({
  answered: 'derived',
  response: { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: { text: JSON.stringify(value), base64: false } },
  delayMs,
});

const refusal = (message: string): Answer => json(400, { __type: 'com.amazon.coral.validate#ValidationException', message }, 0);

function batch(asked: Fields, items: readonly ReadItem[]): Answer | null {
  const tables = asked['RequestItems'];
  if (!isFields(tables)) return null;
  const Responses: Record<string, unknown[]> = {};
  let delayMs = 0;
  let count = 0;
  for (const [table, wanted] of Object.entries(tables)) {
    if (!isFields(wanted) || !Array.isArray(wanted['Keys'])) return null;
    const keys: unknown[] = wanted['Keys'];
    count += keys.length;
    if (keys.some((key, index) => keys.slice(0, index).some((other) => same(key, other))))
      return refusal('Provided list of item keys contains duplicates');
    Responses[table] = [];
    for (const key of keys) {
      const found = items.find((item) => item.table === table && same(item.key, key) && same(item.manner, manner(wanted)));
      if (found === undefined) return null;
      delayMs = Math.max(delayMs, found.durationMs);
      if (found.item !== null) Responses[table].push(found.item);
    }
  }
  if (count > MOST_KEYS) return refusal(`Too many items requested for the BatchGetItem call`);
  return json(200, { Responses, UnprocessedKeys: {} }, delayMs);
}

/**
 * What DynamoDB would have answered to a get of many items, by recorded gets of each of them, and the other way round. A batch takes as long as the
 * slowest of its single gets did. Null: an item is among them that nobody asked for.
 */
export function derivedAnswer({ call, body, key }: Known, recorded: readonly KnownAnswer[]): Answer | null {
  const operation = call.operation ?? '';
  if (!isFields(body) || !(GET.test(operation) || BATCH_GET.test(operation))) return null;
  const place = key.slice(0, key.lastIndexOf(' '));
  const items = recorded.filter((answer) => answer.key.startsWith(`${place} `)).flatMap((answer) => itemsOf(answer));
  if (BATCH_GET.test(operation)) return batch(body, items);
  const found = items.find(
    ({ table, key: of, manner: asked }) => table === body['TableName'] && same(of, body['Key']) && same(asked, manner(body)),
  );
  return found === undefined ? null : json(200, found.item === null ? {} : { Item: found.item }, found.durationMs);
}
