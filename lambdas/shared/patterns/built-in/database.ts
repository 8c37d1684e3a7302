import { patternsOf } from '../built-in-pattern.ts';

const CONNECTIONS = 'metric AWS/RDS DatabaseConnections beside max_connections, and AWS/Lambda ConcurrentExecutions of {target}';

/** Relational databases, MongoDB and Redis; DynamoDB has a file of its own. */
export const database = patternsOf('database', [
  {
    id: 'too-many-connections',
    title: 'The database has no connection left',
    description:
      'Each environment of a function holds connections of its own, so that a burst of concurrency asks for more than the database allows (max_connections follows from its memory). Pools of more than one connection, or connections made for each invocation, make it worse.',
    forms: [
      'too many connections',
      'Too many connections',
      'sorry, too many clients already',
      'remaining connection slots are reserved',
      'ER_CON_COUNT_ERROR',
      'max_user_connections',
      'max number of clients reached',
      'too many connections for role',
      'too many connections for database',
    ],
    solutions: [
      [
        'rds-proxy',
        'Put RDS Proxy (or PgBouncer) between, which shares connections among environments.',
        'aws rds describe-db-proxies --query "DBProxies[].[DBProxyName,Status,Endpoint]"',
      ],
      ['one-connection', 'Make the client once, outside of the handler, with a pool of one connection.'],
      [
        'reserve-concurrency',
        'Bound the function’s concurrency below what the database takes.',
        'aws lambda put-function-concurrency --function-name {target} --reserved-concurrent-executions {newConcurrency}',
      ],
    ],
    lookAt: [CONNECTIONS],
  },
  {
    id: 'connection-pool-exhausted',
    title: 'No connection of the pool came free in time',
    description:
      'All connections of the client’s own pool were in use until the wait was over. They are not given back (a path without release), held by slow queries, or fewer than the work that one invocation does at once.',
    forms: [
      'timeout exceeded when trying to connect',
      'Timeout acquiring a connection',
      'ResourceRequest timed out',
      'ConnectionAcquireTimeoutError',
      'QueuePool limit of size {limit} overflow',
      'Connection is not available, request timed out after {limit}ms',
      'Timed out fetching a new connection from the connection pool',
      'Timeout waiting for connection from pool',
      'Acquire operation took longer than the configured maximum time',
      'max pool size was reached',
      'PoolTimeout',
      'socket usage at capacity={limit} and',
      'connection pool was cleared because another operation failed',
    ],
    solutions: [
      ['release-connections', 'Give each connection back in a finally; look for the path that does not.'],
      ['bound-concurrency', 'Do fewer things at once in one invocation than the pool has connections.'],
      ['fit-pool', 'Or fit the pool’s size to what one invocation needs, mindful of the database’s limit over all environments.'],
    ],
    lookAt: [CONNECTIONS],
  },
  {
    id: 'rds-proxy-borrow-timeout',
    title: 'RDS Proxy had no connection to lend',
    description:
      'The proxy waited for a free connection to the database for as long as ConnectionBorrowTimeout says. Connections are pinned to clients (session settings, prepared statements), transactions stay open, or the database is at its limit.',
    forms: ['Timed-out waiting to acquire database connection', 'timed out waiting to acquire database connection', 'RDS Proxy {*} borrow'],
    solutions: [
      [
        'avoid-pinning',
        'Look at the metric of pinned connections, and leave out what pins (SET, temporary tables, prepared statements).',
        'aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnectionsCurrentlySessionPinned --statistics Maximum --period 300 --start-time "$(date -u -d -3hour +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"',
      ],
      ['short-transactions', 'Keep transactions short, and raise MaxConnectionsPercent when the database can take more.'],
    ],
    lookAt: ['metric AWS/RDS DatabaseConnectionsBorrowLatency and DatabaseConnectionsCurrentlySessionPinned'],
  },
  {
    id: 'deadlock',
    title: 'Two transactions waited for each other',
    description:
      'The database ended one of two transactions that each held what the other wanted. They touch the same rows in different orders.',
    forms: [
      'deadlock detected',
      'Deadlock found when trying to get lock',
      'ER_LOCK_DEADLOCK',
      'was deadlocked on lock',
      'ORA-00060',
      'DeadlockLoserDataAccessException',
    ],
    solutions: [
      ['retry-transaction', 'Run the whole transaction again, a few times with jitter: that is what the database expects.'],
      ['same-order', 'Touch rows in the same order everywhere (sort the keys first), and keep transactions short.'],
    ],
    lookAt: ['the database’s log of the deadlock: both statements stand there'],
  },
  {
    id: 'write-conflict',
    title: 'A transaction conflicted with another',
    description:
      'Another transaction changed the same data first, and this one was rolled back so that both are as if one had run after the other.',
    forms: [
      'could not serialize access',
      'WriteConflict',
      'Write conflict',
      'RETRY_SERIALIZABLE',
      'Snapshot isolation transaction aborted due to update conflict',
      'OptimisticLockException',
      'StaleObjectStateException',
      'Row was updated or deleted by another transaction',
    ],
    solutions: [
      ['retry-transaction', 'Run the whole transaction again, a few times with jitter, reading anew.'],
      ['less-contention', 'Make the hot row cooler: write increments instead of totals, or split it.'],
    ],
  },
  {
    id: 'duplicate-key',
    title: 'A row with that key is there already',
    description:
      'An insert met a unique key that exists. In a function it is often the same event delivered twice (SQS, EventBridge and asynchronous invocations are delivered at least once), or two requests at the same moment.',
    forms: [
      "duplicate key value violates unique constraint '{constraint}'",
      'duplicate key value violates unique constraint',
      "Duplicate entry '{key}' for key '{constraint}'",
      'E11000 duplicate key error collection: {table} index: {constraint}',
      'E11000 duplicate key error',
      'UNIQUE constraint failed: {constraint}',
      'ER_DUP_ENTRY',
      'Unique constraint failed on the',
      'SequelizeUniqueConstraintError',
      'Violation of UNIQUE KEY constraint',
      'Violation of PRIMARY KEY constraint',
      'ORA-00001',
    ],
    solutions: [
      ['make-idempotent', 'Make the write idempotent: INSERT … ON CONFLICT DO NOTHING (or DO UPDATE), keyed by the event’s id.'],
      ['answer-conflict', 'If people choose the value, answer 409 instead of failing.'],
    ],
  },
  {
    id: 'connection-terminated',
    title: 'The database closed the connection',
    description:
      'A connection that the client took for open was gone: idle for too long while the environment was frozen, ended by a failover or restart, or by an administrator.',
    forms: [
      'Connection terminated unexpectedly',
      'Connection terminated',
      'terminating connection due to administrator command',
      'terminating connection due to',
      'server closed the connection unexpectedly',
      'PROTOCOL_CONNECTION_LOST',
      'Connection lost: The server closed the connection',
      'MySQL server has gone away',
      'Lost connection to MySQL server',
      'Client has encountered a connection error and is not queryable',
      'Communications link failure',
      'connection is in closed state',
      'SSL connection has been closed unexpectedly',
      'Connection is closed',
      'This connection has been closed',
      'driver: bad connection',
    ],
    solutions: [
      ['reconnect', 'Check the connection before use or on its error event, and make a new one: a frozen environment can’t keep it alive.'],
      [
        'rds-proxy',
        'Put RDS Proxy between, which keeps connections over failovers.',
        'aws rds describe-db-proxies --query "DBProxies[].[DBProxyName,Status,Endpoint]"',
      ],
      ['check-events', 'See whether the database restarted or failed over.', 'aws rds describe-events --duration 1440'],
    ],
  },
  {
    id: 'database-authentication',
    title: 'The database refused the credentials',
    description:
      'User, password or token are not what the database has: a rotated secret that an environment still holds in its old form, another environment’s secret, or an IAM token that is older than 15 minutes.',
    forms: [
      "password authentication failed for user '{user}'",
      "Access denied for user '{user}'@'{host}'",
      "Access denied for user '{user}'",
      'ER_ACCESS_DENIED_ERROR',
      "PAM authentication failed for user '{user}'",
      'bad auth : authentication failed',
      'MongoServerError: Authentication failed',
      'NOAUTH Authentication required',
      'WRONGPASS invalid username-password pair',
      "Login failed for user '{user}'",
      'ORA-01017',
      'SASL authentication failed',
      'client password must be a string',
      'ERR AUTH',
    ],
    solutions: [
      ['read-secret-anew', 'On this error read the secret anew and connect again: rotation changes it under a warm environment.'],
      [
        'check-secret',
        'Compare user and database of the secret that the function reads with those of this database.',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
      ['fresh-iam-token', 'With IAM authentication make a token for each new connection, and grant rds-db:connect and rds_iam.'],
    ],
  },
  {
    id: 'database-encryption-required',
    title: 'The database wants an encrypted connection',
    description:
      'The server has no rule for this host and user without encryption: RDS for PostgreSQL 15 and later ask for TLS by default (rds.force_ssl).',
    forms: [
      "no pg_hba.conf entry for host '{host}', user '{user}'",
      'no pg_hba.conf entry',
      'Connections using insecure transport are prohibited',
      'no encryption',
    ],
    solutions: [
      [
        'connect-by-tls',
        'Connect by TLS with RDS’s authority: sslmode=verify-full, or the option ssl with ca.',
        'curl -O https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem',
      ],
      ['check-host-rule', 'On your own server, add a rule for this host, user and database to pg_hba.conf.'],
    ],
  },
  {
    id: 'mongo-server-selection',
    title: 'No MongoDB server could be reached',
    description:
      'The driver found no server of the cluster within its time: the function’s address is not on Atlas’s access list, the VPC peering or private endpoint is missing, or the cluster is paused or electing.',
    forms: [
      'MongoServerSelectionError',
      'MongooseServerSelectionError',
      'ServerSelectionTimeoutError',
      'MongoNetworkTimeoutError',
      'MongoTimeoutException',
      'MongoSocketOpenException',
      'No server chosen by',
      'Server selection timed out after {limit} ms',
      'Could not connect to any servers in your MongoDB Atlas cluster',
      'buffering timed out after {limit}ms',
      'server selection error',
      'MongoNetworkError',
    ],
    solutions: [
      [
        'allow-address',
        'Give the function a fixed address (NAT gateway) and put that on the access list, or use a private endpoint.',
        'aws lambda get-function-configuration --function-name {target} --query VpcConfig',
      ],
      ['connect-once', 'Connect once outside of the handler, await it, and set serverSelectionTimeoutMS below the function’s timeout.'],
    ],
  },
  {
    id: 'redis-cluster',
    title: 'The Redis client and the cluster do not fit',
    description:
      'The key belongs to another node (MOVED, ASK), keys of one command lie on different nodes (CROSSSLOT), or slots are not served while the cluster fails over.',
    forms: [
      'MOVED {position} {host}:{port}',
      'CLUSTERDOWN',
      'CROSSSLOT',
      "Keys in request don't hash to the same slot",
      'ASK {position} {host}:{port}',
      'ClusterAllFailedError',
    ],
    solutions: [
      [
        'cluster-client',
        'Use the client’s cluster mode with the configuration endpoint.',
        'aws elasticache describe-replication-groups --query "ReplicationGroups[].[ReplicationGroupId,ClusterEnabled,ConfigurationEndpoint.Address]"',
      ],
      ['hash-tags', 'Give the keys of one command the same hash tag, a part of the name in braces: only that part is hashed.'],
    ],
  },
  {
    id: 'redis-readonly',
    title: 'A write went to a read-only replica',
    description: 'The client is connected to a replica, or to what was the primary before a failover.',
    forms: ["READONLY You can't write against a read only", 'READONLY'],
    solutions: [
      [
        'primary-endpoint',
        'Connect to the primary endpoint, not to a node’s or the reader’s.',
        'aws elasticache describe-replication-groups --query "ReplicationGroups[].[ReplicationGroupId,NodeGroups[].PrimaryEndpoint.Address]"',
      ],
      ['reconnect-on-readonly', 'Have the client connect anew on this error (ioredis: reconnectOnError).'],
    ],
  },
  {
    id: 'redis-out-of-memory',
    title: 'Redis has no memory left',
    description:
      'The data reached maxmemory and the eviction policy allows no room to be made: keys have no expiry, or the node is too small.',
    forms: ["OOM command not allowed when used memory > 'maxmemory'", 'OOM command not allowed'],
    solutions: [
      ['set-expiry', 'Give keys an expiry, and choose an eviction policy for a cache (allkeys-lru).'],
      ['larger-node', 'Or use a larger node.', 'aws elasticache describe-cache-clusters --show-cache-node-info'],
    ],
    lookAt: ['metric AWS/ElastiCache DatabaseMemoryUsagePercentage and Evictions'],
  },
  {
    id: 'redis-unreachable',
    title: 'Redis could not be reached',
    description:
      'The client gave up after its retries. ElastiCache is only reachable within its VPC; with encryption in transit the client must speak TLS (rediss://).',
    forms: [
      'MaxRetriesPerRequestError',
      'Reached the max retries per request limit',
      'It was not possible to connect to the redis server',
      'redis.exceptions.ConnectionError',
      'RedisConnectionException',
      'Redis connection to {host}:{port} failed',
      'ClientClosedError: The client is closed',
    ],
    solutions: [
      [
        'vpc-and-group',
        'Attach the function to the cache’s VPC, and let its security group in at port 6379.',
        'aws lambda get-function-configuration --function-name {target} --query VpcConfig',
      ],
      [
        'speak-tls',
        'If encryption in transit is on, connect by TLS.',
        'aws elasticache describe-replication-groups --query "ReplicationGroups[].[ReplicationGroupId,TransitEncryptionEnabled]"',
      ],
    ],
  },
  {
    id: 'schema-mismatch',
    title: 'The database lacks a table or column',
    description:
      'The code expects a table or column that this database does not have: a migration has not run, ran on another database, or the search path differs.',
    forms: [
      "relation '{table}' does not exist",
      "Table '{table}' doesn't exist",
      'no such table: {table}',
      "column '{field}' does not exist",
      'column {field} does not exist',
      "Unknown column '{field}' in",
      'no such column: {field}',
      'ER_NO_SUCH_TABLE',
      'ER_BAD_FIELD_ERROR',
      "Invalid object name '{table}'",
      "Invalid column name '{field}'",
      "The table '{table}' does not exist in the current database",
      "database '{table}' does not exist",
      "Unknown database '{table}'",
      'ORA-00942',
    ],
    solutions: [
      ['run-migrations', 'Run the migrations on this database, before the code that needs them is deployed.'],
      [
        'check-database',
        'See that the function connects to the database, schema and environment that you mean.',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
    ],
  },
  {
    id: 'constraint-violated',
    title: 'The data do not fit the table',
    description:
      'A value breaks a rule of the table: a reference to a row that is not there, an empty value where one is needed, or one that is too long.',
    forms: [
      'violates foreign key constraint',
      "violates foreign key constraint '{constraint}'",
      'violates not-null constraint',
      "null value in column '{field}' of relation '{table}' violates not-null constraint",
      'violates check constraint',
      'a foreign key constraint fails',
      'value too long for type character varying',
      "Data too long for column '{field}'",
      "Column '{field}' cannot be null",
      'FOREIGN KEY constraint failed',
      'NOT NULL constraint failed: {field}',
      'String or binary data would be truncated',
      'Foreign key constraint failed on the field',
      'numeric field overflow',
      'Out of range value for column',
    ],
    solutions: [
      ['validate-before-write', 'Check the input before the write, and answer with 400 what does not fit.'],
      ['write-in-order', 'Write what is referred to first, in the same transaction.'],
    ],
  },
  {
    id: 'sql-syntax',
    title: 'The statement is no valid SQL',
    description:
      'The database could not read the statement; one put together from strings breaks on a quote or an empty list, and lets others inject theirs.',
    forms: [
      "syntax error at or near '{token}'",
      'You have an error in your SQL syntax',
      'ER_PARSE_ERROR',
      'SQLITE_ERROR: near',
      'Incorrect syntax near',
      'ORA-00933',
      'syntax error at end of input',
    ],
    solutions: [
      ['bind-parameters', 'Use bound parameters instead of values within the text; mind the empty list in IN ().'],
      ['log-statement', 'Log the statement without its values, and try it by hand.'],
    ],
  },
  {
    id: 'database-read-only',
    title: 'A write went to a read-only database',
    description: 'The connection leads to a reader, or to a former writer after a failover, or the transaction was opened as read only.',
    forms: [
      'in a read-only transaction',
      'running with the --read-only option',
      'ER_OPTION_PREVENTS_STATEMENT',
      'NotWritablePrimary',
      'not master',
      'NotPrimaryNoSecondaryOk',
    ],
    solutions: [
      [
        'writer-endpoint',
        'Connect to the cluster’s writer endpoint for writes.',
        'aws rds describe-db-clusters --query "DBClusters[].[DBClusterIdentifier,Endpoint,ReaderEndpoint]"',
      ],
      ['reconnect-after-failover', 'Drop connections on this error, so that the next one finds the new writer.'],
    ],
  },
  {
    id: 'database-resuming',
    title: 'The database is waking up',
    description: 'Aurora Serverless paused while it was idle and takes up to half a minute to resume; the first calls fail meanwhile.',
    forms: [
      'DatabaseResumingException',
      'is resuming after being auto-paused',
      'is not currently available',
      'the database system is starting up',
      'the database system is shutting down',
    ],
    solutions: [
      ['retry-with-jitter', 'Retry for about a minute with growing waits.'],
      [
        'no-auto-pause',
        'Or keep a minimum capacity above zero where that wait is not acceptable.',
        'aws rds describe-db-clusters --query "DBClusters[].[DBClusterIdentifier,ServerlessV2ScalingConfiguration]"',
      ],
    ],
  },
]);
