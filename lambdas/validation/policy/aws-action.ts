/** Prefixes of IAM where they are not the client's name (Service Authorization Reference). */
const SERVICES: Readonly<Record<string, string>> = {
  cloudwatch: 'cloudwatch',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  eventbridge: 'events',
  sfn: 'states',
  sesv2: 'ses',
  'lib-dynamodb': 'dynamodb',
  'lib-storage': 's3',
};

/** Names that the document client has for the actions of DynamoDB. */
const DOCUMENT: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
  TransactGet: 'TransactGetItems',
  TransactWrite: 'TransactWriteItems',
};

/** `dynamodb` of `@aws-sdk/client-dynamodb`; null when a specifier is no client of AWS. */
export function serviceOf(specifier: string): string | null {
  const [, name] = /^@aws-sdk\/((?:client|lib)-[\w-]+)/.exec(specifier) ?? [];
  if (name === undefined) return null;
  const plain = name.replace(/^client-/, '');
  return SERVICES[plain] ?? plain;
}

/** The action of IAM that a name of the SDK means: `BatchGetCommand` of lib-dynamodb is `dynamodb:BatchGetItem`. */
export function actionOf(service: string, name: string): string {
  const plain = name.replace(/Command$/, '').replace(/^paginate/, '');
  return `${service}:${service === 'dynamodb' ? (DOCUMENT[plain] ?? plain) : plain}`;
}
