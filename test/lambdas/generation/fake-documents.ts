type Attributes = Record<string, unknown>;
interface Command {
  name: 'GetCommand' | 'BatchGetCommand' | 'PutCommand';
  input: Attributes;
}

/** A document client's package whose commands are answered by `globalThis.documents`. */
export const DOCUMENT_PACKAGES = {
  '@aws-sdk/client-dynamodb/package.json': '{ "type": "module", "exports": "./index.js" }',
  '@aws-sdk/client-dynamodb/index.js': 'export class DynamoDBClient {}\n',
  '@aws-sdk/lib-dynamodb/package.json': '{ "type": "module", "exports": "./index.js" }',
  '@aws-sdk/lib-dynamodb/index.js': `class Command { constructor(input) { this.name = this.constructor.name; this.input = input; } }
export class GetCommand extends Command {}
export class BatchGetCommand extends Command {}
export class PutCommand extends Command {}
export class DynamoDBDocumentClient { static from() { return new this(); } send(command) { return globalThis.documents(command); } }
export class DynamoDBDocument extends DynamoDBDocumentClient { get(input) { return this.send(new GetCommand(input)); } }
`,
};

interface BatchInput {
  RequestItems: Record<string, { Keys: Attributes[] }>;
}

function textOf(key: Attributes): string {
  return JSON.stringify(Object.entries(key).toSorted());
}

/**
 * A table that has an item for every key but those that `misses` names. Batches answer in reverse order, refuse what DynamoDB refuses, and
 * leave every key after the first `processed` unprocessed, as often as `throttled` says.
 */
export class FakeDocuments {
  readonly batches: number[] = [];
  readonly keys: string[] = [];
  gets = 0;

  private readonly misses: (key: Attributes) => boolean;
  private throttled: number;
  private readonly processed: number;

  constructor(misses: (key: Attributes) => boolean, throttled = 0, processed = 1) {
    this.misses = misses;
    this.throttled = throttled;
    this.processed = processed;
  }

  answer = async ({ name, input }: Command): Promise<unknown> => {
    await Promise.resolve();
    if (name === 'BatchGetCommand') return this.batch(input as unknown as BatchInput);
    this.gets += 1;
    const Item = this.item(input['Key'] as Attributes);
    return Item === undefined ? {} : { Item };
  };

  private item(key: Attributes): Attributes | undefined {
    return this.misses(key) ? undefined : { title: `title of ${textOf(key)}`, text: `text of ${textOf(key)}`, tags: ['a'], ...key };
  }

  private batch({ RequestItems }: BatchInput): unknown {
    const [[table, { Keys, ...rest }] = ['', { Keys: [] as Attributes[] }]] = Object.entries(RequestItems);
    const texts = Keys.map(textOf);
    if (Keys.length === 0 || Keys.length > 100 || new Set(texts).size < Keys.length) throw new Error('ValidationException');
    this.batches.push(Keys.length);
    const some = this.throttled > 0 ? Keys.slice(0, this.processed) : Keys;
    this.throttled -= 1;
    this.keys.push(...some.map(textOf));
    const left = Keys.slice(some.length);
    return {
      Responses: { [table]: some.toReversed().flatMap((key) => this.item(key) ?? []) },
      UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left, ...rest } },
    };
  }
}
