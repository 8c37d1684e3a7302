import { patternsOf } from '../built-in-pattern.ts';

/** What a relational database refuses to do. */
export const databaseContent = patternsOf('database', [
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
]);
