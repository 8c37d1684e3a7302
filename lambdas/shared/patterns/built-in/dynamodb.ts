import { patternsOf } from '../built-in-pattern.ts';

const DESCRIBE = 'aws dynamodb describe-table --table-name {table}';
const RESERVED_WORDS = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html';

/** What DynamoDB refuses; its throttling stands with that of the other services. */
export const dynamodb = patternsOf('database', [
  {
    id: 'dynamodb-conditional-check',
    title: 'DynamoDB: the condition of a write did not hold',
    description:
      'The item was not as the ConditionExpression asks. That is what a condition is for: an optimistic lock lost to another writer, an item that exists already, or an event that came twice. It is a failure only when nobody expects it.',
    forms: ['ConditionalCheckFailedException', 'The conditional request failed', 'ConditionalCheckFailed'],
    solutions: [
      [
        'handle-condition',
        'Catch ConditionalCheckFailedException and treat it as the outcome that it is: already done, or read anew and try again.',
      ],
      ['return-old-values', 'Set ReturnValuesOnConditionCheckFailure to ALL_OLD, to see without a further read what was there.'],
    ],
    lookAt: ['metric AWS/DynamoDB ConditionalCheckFailedRequests of {table}'],
  },
  {
    id: 'dynamodb-transaction-cancelled',
    title: 'DynamoDB: a transaction was cancelled',
    description:
      'One of the items of a transaction did not go through, so none did. The reasons stand in the order of its items: ConditionalCheckFailed, TransactionConflict (another write of the same item at that moment), ThrottlingError, ValidationError, None.',
    forms: [
      'TransactionCanceledException',
      'Transaction cancelled, please refer cancellation reasons for specific reasons',
      'TransactionConflictException',
      'Transaction is ongoing for the item',
      'TransactionInProgressException',
    ],
    solutions: [
      ['read-reasons', 'Read CancellationReasons of the error, an entry an item, and treat each as it is.'],
      ['retry-conflict', 'Retry TransactionConflict and ThrottlingError with jitter; the SDK does not for this exception.'],
      ['less-contention', 'Keep hot items out of transactions, or split them.'],
    ],
    lookAt: ['metric AWS/DynamoDB TransactionConflict of {table}'],
  },
  {
    id: 'dynamodb-item-size',
    title: 'DynamoDB: the item is too large',
    description: 'An item has at most 400 KB with the names of its attributes. A list or a text in it grows with each write.',
    forms: [
      'Item size has exceeded the maximum allowed size',
      'Item size to update has exceeded the maximum allowed size',
      'ItemCollectionSizeLimitExceededException',
      'Item collection size limit of',
    ],
    solutions: [
      ['split-item', 'Put what grows into items of its own below the same partition key.'],
      ['large-part-to-s3', 'Or put the large part into S3 and keep its key in the item.'],
    ],
  },
  {
    id: 'dynamodb-table-not-found',
    title: 'DynamoDB: there is no such table or index',
    description:
      'The table or index is not there in this account and region, or not yet: a wrong name or region in the function’s configuration, or a deployment that has not made it.',
    forms: [
      'Requested resource not found: Table: {table} not found',
      'Requested resource not found',
      'Cannot do operations on a non-existent table',
      'The table does not have the specified index: {table}',
      'TableNotFoundException',
      'Table not found: {table}',
    ],
    solutions: [
      ['check-table-name', 'Compare the name with the tables of the function’s region.', 'aws dynamodb list-tables'],
      [
        'check-environment',
        'See which name and region the function is given.',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
    ],
  },
  {
    id: 'dynamodb-reserved-word',
    title: 'DynamoDB: an attribute’s name is a reserved word',
    description: 'Some 570 words (name, status, date, size, …) can’t stand in an expression as they are.',
    forms: ['Attribute name is a reserved keyword; reserved keyword: {attribute}', 'Attribute name is a reserved keyword'],
    solutions: [
      ['alias-attribute', 'Write an alias for {attribute}, such as #a, and name it in ExpressionAttributeNames.'],
      ['alias-all', `Alias every attribute: the list (${RESERVED_WORDS}) is long, and nobody remembers it.`],
    ],
  },
  {
    id: 'dynamodb-key',
    title: 'DynamoDB: the key is empty or of another shape',
    description:
      'The key that was given does not fit the table: an attribute of it is missing, empty, or of another type, or the sort key was left out. Often a field of the event was undefined.',
    forms: [
      'The provided key element does not match the schema',
      'Missing the key {attribute} in the item',
      'One of the required keys was not given a value',
      'The number of conditions on the keys is invalid',
      'cannot contain an empty string value. Key: {attribute}',
      'An AttributeValue may not contain an empty string',
      'cannot contain an empty string value',
      'Type mismatch for key {attribute} expected: {expected} actual',
      'Type mismatch for Index Key {attribute}',
      'Query condition missed key schema element: {attribute}',
      'Query key condition not supported',
    ],
    solutions: [
      ['validate-key', 'Check the fields that make the key before the call, and answer 400 when one is missing.'],
      ['compare-schema', 'Compare the names and types with the table’s.', DESCRIBE],
    ],
  },
  {
    id: 'dynamodb-expression',
    title: 'DynamoDB: an expression is invalid',
    description:
      'An expression has a syntax error, or names a placeholder (:value, #name) that is not given, or one is given that it does not use. An undefined value is left out by the document client, and its placeholder is missing then.',
    forms: [
      'Invalid UpdateExpression',
      'Invalid ConditionExpression',
      'Invalid FilterExpression',
      'Invalid KeyConditionExpression',
      'Invalid ProjectionExpression',
      'ExpressionAttributeValues contains invalid',
      'ExpressionAttributeNames contains invalid',
      'ExpressionAttributeValues must not be empty',
      'Value provided in ExpressionAttributeValues unused in expressions',
      'Value provided in ExpressionAttributeNames unused in expressions',
      'An expression attribute value used in expression is not defined',
      'The document path provided in the update expression is invalid for update',
      'Type mismatch for attribute to update',
      'An operand in the update expression has an incorrect data type',
    ],
    solutions: [
      ['log-expression', 'Log the expression with the names of its placeholders, and compare the two lists.'],
      ['build-expression', 'Build it from what is defined, leaving undefined fields out of both; for a nested path make its parent first.'],
    ],
  },
  {
    id: 'dynamodb-unsupported-value',
    title: 'DynamoDB: a value can’t be stored',
    description:
      'The client does not know how to store the value: undefined or a class instance in JavaScript, a float in Python (numbers are decimal), NaN or infinity.',
    forms: [
      'Pass options.removeUndefinedValues=true',
      'Unsupported type passed: {*}. Pass options.convertClassInstanceToMap=true',
      'Float types are not supported. Use Decimal types instead',
      "Unsupported type '<class '{class}'>' for value",
      'Special numeric value {*} is not allowed',
      'set may not be empty',
      'An AttributeValue must contain exactly one',
      'Supplied AttributeValue is empty',
      'Pass a non-empty set, or options.convertEmptyValues=true',
      'The parameter cannot be converted to a numeric value',
    ],
    solutions: [
      [
        'remove-undefined',
        'In JavaScript make the document client with the marshall option removeUndefinedValues, and turn class instances into plain objects.',
      ],
      ['use-decimal', 'In Python convert floats: json.loads(text, parse_float=Decimal).'],
    ],
  },
  {
    id: 'dynamodb-batch',
    title: 'DynamoDB: a batch is too large or names an item twice',
    description: 'BatchWriteItem takes 25 items, BatchGetItem 100 keys, a transaction 100 items; and none of them the same item twice.',
    forms: [
      'Too many items requested for the BatchWriteItem call',
      'Too many items requested for the BatchGetItem call',
      'Provided list of item keys contains duplicates',
      'Transaction request cannot include multiple operations on one item',
      "at 'requestItems' failed to satisfy constraint",
      "at 'transactItems' failed to satisfy constraint",
    ],
    solutions: [
      ['chunk-batch', 'Split into chunks of 25 (100 for reads), and send UnprocessedItems again with growing waits.'],
      ['drop-duplicates', 'Drop duplicates by key first, the newest last.'],
    ],
  },
]);
