/** Keys of one BatchGetItem at most (DynamoDB's limit). */
const BATCH_KEYS = 100;
/** Requests for the same keys at most. With waits of up to 50, 100, … 800 ms between them a batch gives up after about 1.5 s. */
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 50;

export interface BatchNames {
  /** Gives items with their answers; the one that the rewritten code calls. */
  batch: string;
  read: string;
  text: string;
  /** Type of what sends the batches; used in TypeScript only. */
  client: string;
  /** Local name of BatchGetCommand. */
  command: string;
}

/** Written out rather than taken from the SDK: that needs no further import, and holds for every client that sends batches. */
function clientType({ client, command }: BatchNames): string {
  return `

interface ${client} {
  send(command: ${command}): Promise<{
    Responses?: Record<string, Record<string, any>[]> | undefined;
    UnprocessedKeys?: Record<string, { Keys?: Record<string, any>[] | undefined }> | undefined;
  }>;
}`;
}

/** The functions that a rewritten file gets at its end; typed in TypeScript. */
export function batchHelper(names: BatchNames, typed: boolean): string {
  const type = (text: string): string => (typed ? text : '');
  const attributes = 'Record<string, any>';
  const request = type(
    ': { TableName: string | undefined; ProjectionExpression?: string | undefined; ConsistentRead?: boolean | undefined }',
  );
  const client = type(`: ${names.client}`);
  const answers = type(`: Promise<[T, { Item: ${attributes} | undefined }][]>`);
  return `/**
 * Gives each of the items with the answer to its key, in their order. The distinct keys are read ${BATCH_KEYS} at a time, before the first item;
 * the answer to a key that the table does not have has no Item.
 */
async function ${names.batch}${type('<T>')}(client${client}, request${request}, items${type(': Iterable<T>')}, keyOf${type(`: (item: T) => ${attributes}`)})${answers} {
  const wanted = Array.from(items, (item) => ({ item, key: keyOf(item) }));
  const attributes = Object.keys(wanted[0]?.key ?? {});
  const keys = [...new Map(wanted.map(({ key }) => [${names.text}(attributes, key), key])).values()];
  const found = new Map${type(`<string, ${attributes}>`)}();
  for (let start = 0; start < keys.length; start += ${BATCH_KEYS}) {
    const batch = await ${names.read}(client, request, keys.slice(start, start + ${BATCH_KEYS}));
    for (const each of batch) found.set(${names.text}(attributes, each), each);
  }
  const given = new Set${type('<string>')}();
  return wanted.map(({ item, key }) => {
    const text = ${names.text}(attributes, key);
    const Item = given.has(text) ? structuredClone(found.get(text)) : found.get(text);
    given.add(text);
    return [item, { Item }];
  });
}

/** Reads up to ${BATCH_KEYS} keys; those that DynamoDB leaves unprocessed are asked for again after a growing, random wait, ${ATTEMPTS} times in all. */
async function ${names.read}(client${client}, request${request}, keys${type(`: ${attributes}[]`)})${type(`: Promise<${attributes}[]>`)} {
  const { TableName, ...options } = request;
  const found${type(`: ${attributes}[]`)} = [];
  let left = keys;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > ${ATTEMPTS}) throw new Error(\`\${left.length} of \${keys.length} keys of \${TableName} stayed unprocessed\`);
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * ${FIRST_WAIT_MS / 2} * 2 ** (attempt - 1)));
    const command = new ${names.command}({ RequestItems: { [TableName ?? '']: { ...options, Keys: left } } });
    const { Responses, UnprocessedKeys } = await client.send(command);
    for (const items of Object.values(Responses ?? {})) found.push(...items);
    left = Object.values(UnprocessedKeys ?? {}).flatMap((table) => table.Keys ?? []);
  }
  return found;
}

/** A key's attributes as one text: a batch answers in no order. */
function ${names.text}(attributes${type(': string[]')}, item${type(`: ${attributes}`)})${type(': string')} {
  return JSON.stringify(attributes.map((attribute) => String(item[attribute])));
}${type(clientType(names))}`;
}
