import { patternsOf } from '../built-in-pattern.ts';

/** Something took longer than it was allowed to. */
export const timeout = patternsOf('timeout', [
  {
    id: 'lambda-timeout',
    title: 'The function ran into its timeout',
    description:
      'Lambda stopped the invocation when the configured timeout was over; what was under way is lost and the environment is started anew. Most often a call to something else hangs without a timeout of its own; it may also be more data, less CPU (it comes with memory), or a timeout that was never raised from 3 seconds.',
    refines: ['memory-at-limit'],
    forms: ['Task timed out after {seconds} seconds', 'Sandbox.Timedout', 'Status: timeout', 'Function timed out'],
    solutions: [
      [
        'bound-outbound-calls',
        'Find the call that hangs (the last line before the timeout, or a trace), and give each outgoing call a timeout well below the function’s, with a retry.',
      ],
      [
        'trace-function',
        'Trace the function to see where the time goes.',
        'aws lambda update-function-configuration --function-name {target} --tracing-config Mode=Active',
      ],
      [
        'raise-timeout',
        'If the work takes as long, raise the timeout above the p99 of its duration with half as much again (900 seconds at most).',
        'aws lambda update-function-configuration --function-name {target} --timeout {newTimeout}',
      ],
      [
        'raise-memory',
        'If it computes, give it more memory, which brings CPU.',
        'aws lambda update-function-configuration --function-name {target} --memory-size {newMemory}',
      ],
    ],
    lookAt: ['the last line of the same request before the timeout: what began and did not end'],
  },
  {
    id: 'lambda-init-timeout',
    title: 'The start of the environment took too long',
    description:
      'The code outside of the handler gets 10 seconds; when it takes longer, Lambda starts it again within the first invocation, on the function’s own timeout. Large packages, calls to the network while loading, and little memory are the usual reasons.',
    forms: [
      'Phase: init Status: timeout',
      "'initializationType':'on-demand','phase':'init','status':'timeout'",
      'Init Duration: {*} Status: timeout',
    ],
    solutions: [
      ['lazy-start', 'Move calls to the network and large loads out of the module’s top level, to the first invocation that needs them.'],
      ['smaller-package', 'Bundle and minify, and leave out what is not used, so that less is loaded.'],
      [
        'raise-memory',
        'Give it more memory, which brings CPU.',
        'aws lambda update-function-configuration --function-name {target} --memory-size {newMemory}',
      ],
    ],
    lookAt: ['Init Duration of the REPORT lines; with Lambda Insights the metric init_duration'],
  },
  {
    id: 'connect-timeout',
    title: 'No connection came about in time',
    description:
      'Nothing answered the attempt to connect: packets are dropped on the way. For a function in a VPC that means a security group, a network ACL or a route that is missing; else the other side is down or overloaded.',
    forms: [
      'connect ETIMEDOUT {host}:{port}',
      'ETIMEDOUT',
      'UND_ERR_CONNECT_TIMEOUT',
      'Connect Timeout Error',
      'ConnectTimeoutError',
      'ConnectTimeout:',
      'connect timed out',
      'HttpConnectTimeoutException',
      'Connect to {host}:{port} {*} failed: connect timed out',
      'Connection to {host} timed out',
      '[Errno 110] Connection timed out',
      'ConnectException: Connection timed out',
      'dial tcp {host}:{port}: i/o timeout',
      'connect: connection timed out',
      'request socket did not establish a connection with the server within the configured timeout',
      'Socket timed out without establishing a connection within {limit} ms',
      'connection to server at {*} failed: Connection timed out',
      'Failed to connect to {host}:{port} in {limit}ms',
    ],
    solutions: [
      [
        'open-security-group',
        'In a VPC: let the function’s security group out to {host} port {port}, and have the other side’s group let it in.',
        'aws lambda get-function-configuration --function-name {target} --query VpcConfig',
      ],
      [
        'route-to-target',
        'A public address needs a NAT gateway (a public subnet does not do, as the function has no public address), an AWS service a VPC endpoint.',
      ],
      [
        'short-connect-timeout',
        'Give connections a timeout of a second or two with a retry, so that a hanging attempt does not cost the whole invocation.',
      ],
    ],
    lookAt: ['VPC flow logs of the function’s subnets: REJECT towards {host}'],
  },
  {
    id: 'response-timeout',
    title: 'The other side did not answer in time',
    description:
      'The connection was there, and no (further) answer came within the caller’s timeout. The other side is slow or overloaded, the request asks for too much, or the timeout is shorter than its usual p99.',
    forms: [
      'Read timed out',
      "Read timeout on endpoint URL: 'https://{host}/",
      'Read timeout on endpoint URL',
      'ReadTimeoutError',
      'ReadTimeout',
      'ESOCKETTIMEDOUT',
      'timeout of {limit}ms exceeded',
      'The operation was aborted due to timeout',
      'Headers Timeout Error',
      'Body Timeout Error',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
      'Connection timed out after {limit} ms',
      'Connection timed out after {limit}ms',
      'socket timed out',
      'timed out because of no activity for {limit} ms',
      'Client.Timeout exceeded while awaiting headers',
      'HTTP request execution did not complete before the specified timeout configuration: {limit} millis',
      'Client execution did not complete before the specified timeout configuration: {limit} millis',
      'network timeout at: {*}',
      'HttpTimeoutException: request timed out',
      'The request was canceled due to the configured HttpClient.Timeout of {seconds} seconds elapsing',
      'TimeoutError: {*}',
      'TimeoutException',
      'asyncio.exceptions.TimeoutError',
      'Net::ReadTimeout',
    ],
    solutions: [
      [
        'measure-dependency',
        'Measure how long the call takes (p50, p99), and whether it became slower with a deployment or with load.',
        'aws lambda update-function-configuration --function-name {target} --tracing-config Mode=Active',
      ],
      [
        'fit-timeout-and-retry',
        'Set the timeout a little above the usual p99 and retry once with jitter, all of it within the function’s own timeout.',
      ],
      ['ask-for-less', 'Ask for less at once: fewer items, pages, only the fields that are needed, or a cache.'],
    ],
    lookAt: ['the latency of {host} as the function sees it: an X-Ray subsegment or a log line with its duration'],
  },
  {
    id: 'deadline-exceeded',
    title: 'A deadline passed before the work was done',
    description:
      'A context or a gRPC call had a deadline that covers several steps, and it was over. What was waited for last is the suspect; the deadline may also have been inherited from a caller that was nearly out of time.',
    forms: ['context deadline exceeded', 'DEADLINE_EXCEEDED', 'Deadline exceeded'],
    solutions: [
      ['find-slow-step', 'Log how long each step takes, to find the one that used the time up.'],
      [
        'derive-deadline',
        'Derive the deadline from what is left of the invocation (the context’s deadline, minus half a second for the answer).',
      ],
    ],
  },
  {
    id: 'operation-aborted',
    title: 'A request was given up by its caller',
    description:
      'An AbortSignal or a cancelled context ended the request before its answer. It was a timeout of your own, or the invocation ended first.',
    forms: [
      'AbortError: {*}',
      'This operation was aborted',
      'The operation was aborted',
      'context canceled',
      'CanceledError: canceled',
      'AbortException',
      'Request aborted',
    ],
    solutions: [
      [
        'find-signal',
        'Find which signal it was given; name its reason when it aborts (controller.abort(new Error(…))), so that the log says which.',
      ],
      ['await-all', 'Await every request before the handler answers: what is still under way then is cut off.'],
    ],
  },
  {
    id: 'api-gateway-timeout',
    title: 'API Gateway gave up waiting',
    description:
      'The integration did not answer within API Gateway’s own timeout, 29 seconds by default for REST APIs (more on request for Regional and private ones) and 30 seconds at most for HTTP APIs. The function runs on to its end, unheard.',
    forms: [
      'Endpoint request timed out',
      'Execution failed due to a timeout error',
      'Integration request timed out',
      "'message':'Endpoint request timed out'",
    ],
    solutions: [
      [
        'answer-at-once',
        'Answer at once with 202 and an id, do the work asynchronously (SQS, Step Functions), and let the client ask for the result.',
      ],
      [
        'faster-function',
        'Make the usual case fast: see where the time goes.',
        'aws lambda update-function-configuration --function-name {target} --tracing-config Mode=Active',
      ],
      [
        'raise-integration-timeout',
        'For a Regional or private REST API, ask for a longer timeout (Service Quotas, API Gateway, Maximum integration timeout); a shorter throttle may be the price.',
        'aws service-quotas list-service-quotas --service-code apigateway',
      ],
    ],
    lookAt: ['metric AWS/ApiGateway IntegrationLatency, its p99 beside 29,000 ms'],
  },
  {
    id: 'step-functions-timeout',
    title: 'A state of Step Functions ran out of time',
    description:
      'A task did not end within TimeoutSeconds, or sent no heartbeat within HeartbeatSeconds. A callback whose token was lost looks the same.',
    forms: ['States.Timeout', 'States.HeartbeatTimeout', 'TaskTimedOut', 'ExecutionTimedOut', 'LambdaFunctionTimedOut'],
    solutions: [
      [
        'find-slow-state',
        'Find the state that timed out in the execution’s history.',
        'aws stepfunctions get-execution-history --execution-arn {executionArn} --reverse-order --max-items 20',
      ],
      ['catch-timeout', 'Retry or catch States.Timeout there, and give the state a timeout above its task’s p99.'],
    ],
    lookAt: ['metric AWS/States ExecutionsTimedOut'],
  },
  {
    id: 'upstream-504',
    title: 'A gateway on the way gave up waiting',
    description: 'The answer was 504: a proxy or load balancer of the other side did not hear from what is behind it in time.',
    refines: ['upstream-5xx'],
    forms: [
      'status code 504',
      'status code: 504',
      '504 Gateway Time',
      'Gateway Timeout',
      'Gateway Time-out',
      '504 Server Error',
      'HTTP 504',
      'HTTP/1.1 504',
      'status: 504',
    ],
    solutions: [
      ['retry-with-jitter', 'Retry what may be repeated, with growing waits and jitter, within the function’s own timeout.'],
      ['tell-upstream', 'Tell its owner the time and request id; ask for less at once meanwhile.'],
    ],
  },
  {
    id: 'statement-timeout',
    title: 'A query took longer than the database allows',
    description:
      'The database stopped a statement at its time limit. An index is missing, a table grew, or the statement waited for others.',
    forms: [
      'canceling statement due to statement timeout',
      'maximum statement execution time exceeded',
      'Query read timeout',
      'operation exceeded time limit',
      'MaxTimeMSExpired',
      'The timeout period elapsed prior to completion of the operation',
      'Execution Timeout Expired',
      'Statement cancelled due to timeout or client request',
      'ORA-01013',
    ],
    solutions: [
      ['explain-query', 'Look at the plan of the slow statement (EXPLAIN ANALYZE) and add the index that it lacks.'],
      [
        'find-slow-queries',
        'Find the slow ones in Performance Insights (Database Insights) or the slow query log.',
        'aws rds describe-db-instances --query "DBInstances[].[DBInstanceIdentifier,PerformanceInsightsEnabled]"',
      ],
    ],
    lookAt: ['metric AWS/RDS CPUUtilization, DBLoad, ReadIOPS'],
  },
  {
    id: 'lock-wait-timeout',
    title: 'A transaction waited too long for a lock',
    description:
      'Another transaction held the row or table for longer than the wait allows: one that is long, idle, or was left open by an environment that was frozen.',
    forms: [
      'Lock wait timeout exceeded',
      'canceling statement due to lock timeout',
      'could not obtain lock on',
      'ER_LOCK_WAIT_TIMEOUT',
      'Lock request time out period exceeded',
      'database is locked',
    ],
    solutions: [
      ['short-transactions', 'Keep transactions short: no call to the network while one is open; commit or roll back in a finally.'],
      ['find-blocker', 'Find who holds the lock (pg_stat_activity with pg_blocking_pids, or sys.innodb_lock_waits).'],
      ['retry-transaction', 'Retry the whole transaction a few times, with jitter.'],
    ],
  },
]);
