/** Databases, by the pattern that must be the first one. */
export const database: Record<string, readonly string[]> = {
  'too-many-connections': [
    'Error: ER_CON_COUNT_ERROR: Too many connections',
    'error: sorry, too many clients already',
    'error: remaining connection slots are reserved for non-replication superuser connections',
    'FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute',
  ],
  'connection-pool-exhausted': [
    'Error: timeout exceeded when trying to connect',
    'KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full. Are you missing a .transacting(trx) call?',
    'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
    'java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms.',
    '@smithy/node-http-handler:WARN - socket usage at capacity=50 and 251 additional requests are enqueued.',
    'Timed out fetching a new connection from the connection pool. More info: http://pris.ly/d/connection-pool (Current connection pool timeout: 10, connection limit: 5)',
  ],
  'rds-proxy-borrow-timeout': ['error: Timed-out waiting to acquire database connection'],
  deadlock: ['error: deadlock detected', 'Error: ER_LOCK_DEADLOCK: Deadlock found when trying to get lock; try restarting transaction'],
  'write-conflict': [
    'error: could not serialize access due to concurrent update',
    'MongoServerError: WriteConflict error: this operation conflicted with another operation. Please retry your operation or multi-document transaction.',
  ],
  'duplicate-key': [
    'error: duplicate key value violates unique constraint "orders_pkey"',
    "Error: ER_DUP_ENTRY: Duplicate entry '42' for key 'orders.PRIMARY'",
    'MongoServerError: E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: "x" }',
    'Unique constraint failed on the fields: (`email`)',
  ],
  'connection-terminated': [
    'Error: Connection terminated unexpectedly',
    'error: terminating connection due to administrator command',
    'Error: Connection lost: The server closed the connection.',
    'pymysql.err.OperationalError: (2006, "MySQL server has gone away")',
    'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure',
  ],
  'database-authentication': [
    'error: password authentication failed for user "app"',
    "Error: Access denied for user 'app'@'10.0.1.7' (using password: YES)",
    'MongoServerError: bad auth : authentication failed',
    'ReplyError: NOAUTH Authentication required.',
  ],
  'database-encryption-required': ['error: no pg_hba.conf entry for host "10.0.1.7", user "app", database "shop", no encryption'],
  'mongo-server-selection': [
    'MongoServerSelectionError: Server selection timed out after 30000 ms',
    'MongooseError: Operation `users.findOne()` buffering timed out after 10000ms',
    'MongooseServerSelectionError: Could not connect to any servers in your MongoDB Atlas cluster.',
  ],
  'redis-cluster': [
    'ReplyError: MOVED 3999 10.0.0.7:6379',
    'ReplyError: CLUSTERDOWN The cluster is down',
    "ReplyError: CROSSSLOT Keys in request don't hash to the same slot",
  ],
  'redis-readonly': ["ReplyError: READONLY You can't write against a read only replica."],
  'redis-out-of-memory': ["ReplyError: OOM command not allowed when used memory > 'maxmemory'."],
  'redis-unreachable': [
    'MaxRetriesPerRequestError: Reached the max retries per request limit (which is 20). Refer to "maxRetriesPerRequest" option for details.',
  ],
  'schema-mismatch': [
    'error: relation "orders" does not exist',
    "Error: ER_NO_SUCH_TABLE: Table 'shop.orders' doesn't exist",
    "Error: Unknown column 'tax' in 'field list'",
  ],
  'constraint-violated': [
    'error: insert or update on table "lines" violates foreign key constraint "lines_order_id_fkey"',
    'error: null value in column "total" of relation "orders" violates not-null constraint',
    'error: value too long for type character varying(20)',
  ],
  'sql-syntax': ['error: syntax error at or near "FORM"', 'ER_PARSE_ERROR: You have an error in your SQL syntax; check the manual'],
  'database-read-only': [
    'error: cannot execute INSERT in a read-only transaction',
    'The MySQL server is running with the --read-only option so it cannot execute this statement',
  ],
  'database-resuming': [
    'DatabaseResumingException: The Aurora DB instance with HTTP endpoint enabled is resuming after being auto-paused. Please wait a few seconds and try again.',
  ],
};

export const dynamodb: Record<string, readonly string[]> = {
  'dynamodb-conditional-check': [
    'ConditionalCheckFailedException: The conditional request failed',
    'botocore.errorfactory.ConditionalCheckFailedException: An error occurred (ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed',
  ],
  'dynamodb-transaction-cancelled': [
    'TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]',
  ],
  'dynamodb-item-size': ['ValidationException: Item size has exceeded the maximum allowed size'],
  'dynamodb-table-not-found': [
    'ResourceNotFoundException: Requested resource not found',
    'An error occurred (ResourceNotFoundException) when calling the GetItem operation: Requested resource not found: Table: orders not found',
    'ValidationException: The table does not have the specified index: byCustomer',
  ],
  'dynamodb-reserved-word': [
    'ValidationException: Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status',
  ],
  'dynamodb-key': [
    'ValidationException: The provided key element does not match the schema',
    'ValidationException: One or more parameter values were invalid: Missing the key id in the item',
    'ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id',
  ],
  'dynamodb-expression': [
    'ValidationException: Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :total',
    'ValidationException: ExpressionAttributeValues must not be empty',
  ],
  'dynamodb-unsupported-value': [
    'Error: Pass options.removeUndefinedValues=true to remove undefined values from map/array/set.',
    'TypeError: Float types are not supported. Use Decimal types instead.',
  ],
  'dynamodb-batch': [
    'ValidationException: Too many items requested for the BatchWriteItem call',
    'ValidationException: Provided list of item keys contains duplicates',
  ],
};
