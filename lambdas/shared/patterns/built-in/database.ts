import { patternsOf } from '../built-in-pattern.ts';

const CONNECTIONS = 'metric AWS/RDS DatabaseConnections beside max_connections, and AWS/Lambda ConcurrentExecutions of {target}';

/** Connections and transactions of relational databases; DynamoDB has a file of its own. */
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
        'aws cloudwatch list-metrics --namespace AWS/RDS --metric-name DatabaseConnectionsCurrentlySessionPinned',
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
