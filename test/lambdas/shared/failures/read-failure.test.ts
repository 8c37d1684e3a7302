import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Failure, MOST_CAUSES, MOST_FRAMES, MOST_MESSAGE } from '../../../../lambdas/shared/failures/failure.ts';
import { frameOf } from '../../../../lambdas/shared/failures/frames/frame-of.ts';
import { readFailure, readLoggedFailure } from '../../../../lambdas/shared/failures/read-failure.ts';
import * as lambda from '../../../fixtures/aws/log-events.ts';
import { RECORDED, recordedText } from './recorded.ts';

/** `function file:line` of the service's own frames, innermost first. */
const own = (failure: Failure | null) =>
  failure?.frames.filter(({ inApp }) => inApp).map(({ function: name, file, line }) => `${name} ${file}:${line}`);
/** Types from the failure to its last cause. */
const types = (failure: Failure | null): string[] => (failure === null ? [] : [failure.type, ...types(failure.cause)]);

describe('what real runs printed', () => {
  it.each(RECORDED)('%s is a failure', (name) => {
    expect(readFailure(recordedText(name))).not.toBeNull();
  });

  it.each<[string, Partial<Failure>, string[], string[]]>([
    [
      'node/throw.txt',
      { runtime: 'node', type: 'TypeError', message: "Cannot read properties of undefined (reading 'id')" },
      ['TypeError'],
      ['boom file:///var/task/a.mjs:8', 'Object.throw file:///var/task/a.mjs:10', 'null file:///var/task/a.mjs:28'],
    ],
    [
      'node/cause.txt',
      { type: 'OrderError', message: "order 7 can't be loaded" },
      ['OrderError', 'Error'],
      ['load file:///var/task/a.mjs:7', 'null file:///var/task/a.mjs:28'],
    ],
    [
      'node/logcause.txt',
      { type: 'OrderError' },
      ['OrderError', 'Error'],
      ['load file:///var/task/a.mjs:7', 'null file:///var/task/a.mjs:28'],
    ],
    ['node/aggregate.txt', { type: 'AggregateError', message: 'All promises were rejected' }, ['AggregateError', 'Error'], []],
    ['node/dns.txt', { type: 'TypeError', message: 'fetch failed' }, ['TypeError', 'Error'], []],
    ['node/string.txt', { type: 'Error', message: 'just a text' }, ['Error'], []],
    ['node/object.txt', { type: 'Error', message: '{ code: 7 }' }, ['Error'], []],
    [
      'node/multi.txt',
      { type: 'Error', message: 'first\n  second\n    at third line\nfourth' },
      ['Error'],
      ['Object.multi file:///var/task/a.mjs:20', 'null file:///var/task/a.mjs:28'],
    ],
    ['node/enoent.txt', { type: 'Error', code: 'ENOENT' }, ['Error'], ['null file:///var/task/a.mjs:28']],
    ['node/missing-esm.txt', { type: 'Error', code: 'ERR_MODULE_NOT_FOUND' }, ['Error'], []],
    [
      'node/plain.txt',
      { type: 'Error', message: 'plain one' },
      ['Error'],
      ['Object.plain file:///var/task/a.mjs:18', 'null file:///var/task/a.mjs:28'],
    ],
    [
      'node/nested.txt',
      { type: 'OrderError', message: 'deep' },
      ['OrderError'],
      ['Object.nested file:///var/task/a.mjs:22', 'null file:///var/task/a.mjs:28'],
    ],
    [
      'python/chain.v1.txt',
      { runtime: 'python', type: 'OrderError', message: "order 41 can't be read" },
      ['OrderError', 'json.decoder.JSONDecodeError'],
      ['load /var/task/app.py:23', 'handler /var/task/app.py:83', '<module> /var/task/app.py:94'],
    ],
    [
      'python/during.v1.txt',
      { type: 'OrderError' },
      ['OrderError', 'KeyError'],
      ['save /var/task/app.py:30', 'handler /var/task/app.py:85', '<module> /var/task/app.py:94'],
    ],
    [
      'python/group.v1.txt',
      { type: 'ExceptionGroup' },
      ['ExceptionGroup', 'ValueError'],
      ['group /var/task/app.py:41', 'handler /var/task/app.py:90', '<module> /var/task/app.py:94'],
    ],
    [
      'python/logged.v1.txt',
      { type: 'OrderError', message: "order 41 can't be read" },
      ['OrderError', 'json.decoder.JSONDecodeError'],
      ['load /var/task/app.py:23', 'logged /var/task/app.py:58'],
    ],
    [
      'python/multi.v1.txt',
      { type: 'ValueError', message: 'first line\nsecond line\n  third: line' },
      ['ValueError'],
      ['multi /var/task/app.py:52', 'handler /var/task/app.py:90', '<module> /var/task/app.py:94'],
    ],
    [
      'java/suppressed.v1.txt',
      { runtime: 'jvm', type: 'com.acme.orders.Orders$OrderException', message: "order 41 can't be read" },
      ['com.acme.orders.Orders$OrderException', 'java.lang.NumberFormatException'],
      [
        'com.acme.orders.Orders.load Orders.java:27',
        'com.acme.orders.Orders.suppressed Orders.java:33',
        'com.acme.orders.Orders.main Orders.java:68',
      ],
    ],
    [
      'java/reflect.v1.txt',
      { type: 'java.lang.reflect.InvocationTargetException', message: '' },
      ['java.lang.reflect.InvocationTargetException', 'com.acme.orders.Orders$OrderException', 'java.lang.NumberFormatException'],
      ['com.acme.orders.Orders.reflect Orders.java:39', 'com.acme.orders.Orders.main Orders.java:69'],
    ],
    [
      'java/proxied.v1.txt',
      { type: 'java.lang.IllegalArgumentException' },
      ['java.lang.IllegalArgumentException'],
      [
        'com.acme.orders.Orders.lambda$proxied$1 Orders.java:44',
        'com.acme.orders.Orders.proxied Orders.java:45',
        'com.acme.orders.Orders.main Orders.java:70',
      ],
    ],
    [
      'rust/index.v1.txt',
      { runtime: 'rust', type: 'panic', message: 'index out of bounds: the len is 2 but the index is 7' },
      ['panic'],
      ['main::price ./main.rs:1', 'main::main ./main.rs:6'],
    ],
  ])('%s', (name, expected, chain, frames) => {
    const failure = readFailure(recordedText(name));
    expect(failure).toMatchObject(expected);
    expect(types(failure)).toEqual(chain);
    expect(own(failure)).toEqual(frames);
  });

  it('gives the causes their codes and frames', () => {
    expect(readFailure(recordedText('node/cause.txt'))?.cause).toMatchObject({
      code: 'ECONNREFUSED',
      message: 'connect ECONNREFUSED 127.0.0.1:1',
    });
    expect(readFailure(recordedText('node/aggregate.txt'))?.cause).toMatchObject({
      code: 'ECONNREFUSED',
      frames: [{ inApp: false }],
      cause: null,
    });
    expect(own(readFailure(recordedText('python/chain.v1.txt'))?.cause ?? null)).toEqual(['load /var/task/app.py:21']);
  });
});

const NODE_STACK = 'TypeError: boom\n    at load (/var/task/src/orders.js:3:22)\n    at handler (/var/task/src/index.js:9:1)';
const TRACEBACK =
  'Traceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\n    return load(event)\n  File "/var/task/orders.py", line 8, in load\n    return event["id"]\nKeyError: \'id\'';
const JAVA_STACK =
  'java.lang.IllegalStateException: closed\n\tat com.acme.Orders.load(Orders.java:12) ~[orders.jar:1.0]\n\tat java.base/java.lang.Thread.run(Thread.java:840)\nCaused by: java.io.IOException: gone\n\tat com.acme.Db.read(Db.java:3)\n\t... 1 more';
const NODE_FRAMES = ['load /var/task/src/orders.js:3', 'handler /var/task/src/index.js:9'];
const PYTHON_FRAMES = ['load /var/task/orders.py:8', 'handler /var/task/app.py:3'];
const json = (value: unknown) => JSON.stringify(value);
const ID = '3604209a-e9a3-11e6-939a-754dd98c7be3';

describe('what Lambda writes', () => {
  it.each<[string, string, object, string[]]>([
    [
      'a thrown error of Node',
      lambda.INVOKE_ERROR,
      { level: 'error', fatal: true, failure: { type: 'TypeError' } },
      ['Runtime.handler file:///var/task/index.mjs:3'],
    ],
    [
      'an error at the start',
      lambda.UNCAUGHT,
      { requestId: '', fatal: true, failure: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'x'" } },
      [],
    ],
    [
      'an unhandled rejection, with its reason as the cause',
      `t\t${ID}\tERROR\tUnhandled Promise Rejection \t${json({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'TypeError: boom', reason: { errorType: 'TypeError', errorMessage: 'boom', stack: NODE_STACK.split('\n') }, stack: ['Runtime.UnhandledPromiseRejection: TypeError: boom', '    at process.<anonymous> (file:///var/runtime/index.mjs:1276:17)'] })}`,
      { requestId: ID, fatal: true, failure: { type: 'Runtime.UnhandledPromiseRejection', cause: { type: 'TypeError', message: 'boom' } } },
      [],
    ],
    [
      'a thrown error of Python, joined by carriage returns and indented by no-break spaces',
      `[ERROR] KeyError: 'id'\rTraceback (most recent call last):\r\u00a0\u00a0File "/var/task/app.py", line 3, in handler\r\u00a0\u00a0\u00a0\u00a0return load(event)\r\u00a0\u00a0File "/var/task/orders.py", line 8, in load\r\u00a0\u00a0\u00a0\u00a0return event["id"]`,
      { level: 'error', requestId: null, fatal: true, failure: { runtime: 'python', type: 'KeyError', message: "'id'" } },
      PYTHON_FRAMES,
    ],
    [
      'an import that failed in Python',
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'\nTraceback (most recent call last):",
      { fatal: true, failure: { type: 'Runtime.ImportModuleError', message: "Unable to import module 'app': No module named 'requests'" } },
      [],
    ],
    [
      'logging.exception of Python',
      `[ERROR]\t2026-11-20T12:00:00.100Z\t${ID}\torder 4 failed\n${TRACEBACK}`,
      { requestId: ID, fatal: false, failure: { type: 'KeyError', message: "'id'" } },
      PYTHON_FRAMES,
    ],
    [
      'logging.error of Python',
      `[ERROR]\t2026-11-20T12:00:00.100Z\t${ID}\tgiving up`,
      { requestId: ID, fatal: false, failure: { type: 'logging.error', message: 'giving up' } },
      [],
    ],
    [
      "Python's JSON format",
      json({
        timestamp: 't',
        log_level: 'ERROR',
        errorMessage: "'id'",
        errorType: 'KeyError',
        requestId: ID,
        stackTrace: [
          '  File "/var/task/app.py", line 3, in handler\n    return load(event)\n',
          '  File "/var/task/orders.py", line 8, in load\n    return event["id"]\n',
        ],
      }),
      { level: 'error', requestId: ID, fatal: true, failure: { runtime: 'python', type: 'KeyError' } },
      PYTHON_FRAMES,
    ],
    [
      'a thrown exception of Java',
      'order 4 not found: com.acme.OrderException\ncom.acme.OrderException: order 4 not found\n\tat com.acme.Orders.load(Orders.java:12)\n\tat java.base/java.lang.reflect.Method.invoke(Unknown Source)\n',
      { requestId: null, fatal: true, failure: { runtime: 'jvm', type: 'com.acme.OrderException', message: 'order 4 not found' } },
      ['com.acme.Orders.load Orders.java:12'],
    ],
    [
      'an error of Ruby',
      `Error raised from handler method\n${JSON.stringify({ errorMessage: 'no', errorType: 'Function<NoMethodError>', stackTrace: ["/var/task/app.rb:3:in `load'", "/var/task/app.rb:9:in `handler'"] }, null, 2)}`,
      { fatal: true, failure: { runtime: 'ruby', type: 'NoMethodError' } },
      ['load /var/task/app.rb:3', 'handler /var/task/app.rb:9'],
    ],
    [
      'a timeout',
      lambda.TASK_TIMED_OUT,
      { requestId: 'r-timeout', fatal: true, failure: { runtime: 'lambda', type: 'Sandbox.Timedout' } },
      [],
    ],
    [
      'a kill',
      lambda.KILLED,
      { requestId: 'r-killed', fatal: true, failure: { type: 'Runtime.ExitError', message: 'Runtime exited with error: signal: killed' } },
      [],
    ],
    [
      'an object that was cut',
      `t\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no \\"x\\"","stack":["Type`,
      { fatal: true, failure: { type: 'TypeError', message: 'no "x"' } },
      [],
    ],
  ])('%s', (_what, text, expected, frames) => {
    const logged = readLoggedFailure(text);
    expect(logged).toMatchObject(expected);
    expect(own(logged?.failure ?? null)).toEqual(frames);
  });

  it.each(lambda.NEITHER)('is none: %j', (text) => {
    expect(readFailure(text)).toBeNull();
  });
});

describe('what loggers write', () => {
  const boom = { type: 'TypeError', message: 'boom' };
  const closed = { runtime: 'jvm', type: 'java.lang.IllegalStateException', message: 'closed' };
  it.each<[string, string, object, string[]]>([
    [
      'pino',
      json({ level: 50, time: 1, err: { ...boom, stack: NODE_STACK, code: 'EX' }, msg: 'failed' }),
      { ...boom, code: 'EX' },
      NODE_FRAMES,
    ],
    [
      'bunyan',
      json({ name: 'orders', level: 50, err: { message: 'boom', name: 'TypeError', stack: NODE_STACK }, msg: 'boom', v: 0 }),
      boom,
      NODE_FRAMES,
    ],
    ['winston', json({ level: 'error', message: 'boom', stack: NODE_STACK }), boom, NODE_FRAMES],
    [
      'Powertools for TypeScript',
      json({
        level: 'ERROR',
        message: 'failed',
        function_request_id: ID,
        error: {
          name: 'TypeError',
          message: 'boom',
          stack: NODE_STACK,
          cause: { name: 'Error', message: 'inner', stack: 'Error: inner\n    at x (/var/task/db.js:1:2)' },
        },
      }),
      { ...boom, cause: { type: 'Error', message: 'inner' } },
      NODE_FRAMES,
    ],
    [
      'Powertools for Python',
      json({ level: 'ERROR', message: 'failed', function_request_id: ID, exception: TRACEBACK, exception_name: 'KeyError' }),
      { type: 'KeyError' },
      PYTHON_FRAMES,
    ],
    [
      'structlog',
      json({ event: 'failed', level: 'error', exception: TRACEBACK }),
      { runtime: 'python', type: 'KeyError', message: "'id'" },
      PYTHON_FRAMES,
    ],
    [
      'structlog with dictionaries',
      json({
        event: 'failed',
        level: 'error',
        exception: [
          {
            exc_type: 'KeyError',
            exc_value: "'id'",
            frames: [
              { filename: '/var/task/app.py', lineno: 3, name: 'handler' },
              { filename: '/var/task/orders.py', lineno: 8, name: 'load' },
            ],
          },
        ],
      }),
      { runtime: 'python', type: 'KeyError', message: "'id'" },
      PYTHON_FRAMES,
    ],
    ['python-json-logger', json({ levelname: 'ERROR', message: 'failed', exc_info: TRACEBACK }), { type: 'KeyError' }, PYTHON_FRAMES],
    [
      'Logback',
      json({ message: 'order failed', level: 'ERROR', stack_trace: JAVA_STACK }),
      { ...closed, cause: { type: 'java.io.IOException' } },
      ['com.acme.Orders.load Orders.java:12'],
    ],
    [
      'Log4j',
      json({
        level: 'ERROR',
        message: 'x',
        thrown: {
          name: 'java.lang.IllegalStateException',
          message: 'closed',
          extendedStackTrace: [{ class: 'com.acme.Orders', method: 'load', file: 'Orders.java', line: 12 }],
        },
      }),
      closed,
      ['com.acme.Orders.load Orders.java:12'],
    ],
    [
      'zap',
      json({
        level: 'error',
        msg: "can't load",
        error: 'dial tcp: refused',
        stacktrace: 'main.load\n\t/src/orders/load.go:12\nmain.main\n\t/src/orders/main.go:5',
      }),
      { runtime: 'go', message: "can't load: dial tcp: refused" },
      ['main.load /src/orders/load.go:12', 'main.main /src/orders/main.go:5'],
    ],
    [
      'Serilog',
      json({
        '@l': 'Error',
        '@mt': 'x',
        '@x': 'System.InvalidOperationException: no\n   at Orders.Service.Load(Int32 id) in /src/Service.cs:line 12',
      }),
      { runtime: 'dotnet', type: 'System.InvalidOperationException', message: 'no' },
      ['Orders.Service.Load /src/Service.cs:12'],
    ],
    [
      'ECS',
      json({ 'log.level': 'error', message: 'x', 'error.type': 'TypeError', 'error.message': 'boom', 'error.stack_trace': NODE_STACK }),
      boom,
      NODE_FRAMES,
    ],
    ['ECS, nested', json({ log: { level: 'error' }, message: 'x', error: { ...boom, stack_trace: NODE_STACK } }), boom, NODE_FRAMES],
    [
      'Spring Boot',
      `2026-11-28 05:06:32.024 ERROR 1 --- [nio-8080-exec-1] c.a.OrderController : Request failed\n\n${JAVA_STACK}`,
      closed,
      ['com.acme.Orders.load Orders.java:12'],
    ],
    [
      'a colourful one',
      '\u001b[31mERROR\u001b[0m \u001b[1mTypeError: boom\u001b[0m\n    at f (/app/src/x.ts:1:2)',
      boom,
      ['f /app/src/x.ts:1'],
    ],
    ['a warning with a stack', `2026-11-28 WARN retrying\n${NODE_STACK}`, boom, NODE_FRAMES],
    [
      'an exception within a message',
      '2026-11-28 ERROR order 4 failed: FetchError: status 503',
      { type: 'FetchError', message: 'status 503' },
      [],
    ],
    [
      'logfmt',
      'time=t level=error msg="can\'t \\"load\\"" err="dial tcp: refused"',
      { type: 'error', message: 'can\'t "load": dial tcp: refused' },
      [],
    ],
    ['klog', 'E1128 05:06:32.123456 1234 controller.go:12] sync failed', { type: 'error', message: 'sync failed' }, []],
    ['a level and words', '[error] giving up', { type: 'error', message: 'giving up' }, []],
    ['an error alone', 'Error: 503', { type: 'Error', message: '503' }, []],
    [
      'Go',
      'panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.(*Repo).Find(0xc000, {0x1, 0x2})\n\t/src/orders/repo.go:12 +0x1d\nruntime.main()\n\t/usr/local/go/src/runtime/proc.go:250 +0x1\nexit status 2',
      { runtime: 'go', type: 'panic', message: 'runtime error: index out of range [5] with length 3' },
      ['main.(*Repo).Find /src/orders/repo.go:12'],
    ],
    [
      '.NET, whose innermost stack comes first',
      'Unhandled exception. System.AggregateException: One or more errors occurred.\n ---> System.InvalidOperationException: no order 4\n   at Orders.Service.<LoadAsync>d__3.MoveNext() in /src/Service.cs:line 12\n   --- End of inner exception stack trace ---\n   at Orders.Program.Main(String[] args) in /src/Program.cs:line 5\n   at System.Threading.Tasks.Task.Wait()',
      {
        runtime: 'dotnet',
        type: 'System.AggregateException',
        message: 'One or more errors occurred.',
        cause: { type: 'System.InvalidOperationException', message: 'no order 4', frames: [{ file: '/src/Service.cs', line: 12 }] },
      },
      ['Orders.Program.Main /src/Program.cs:5'],
    ],
    [
      'Ruby',
      "/var/task/app.rb:3:in 'Orders#load': undefined method 'id' for nil (NoMethodError)\n\tfrom /var/task/app.rb:9:in 'block in handler'\n\tfrom /usr/local/bundle/gems/rack/x.rb:1:in 'call'",
      { runtime: 'ruby', type: 'NoMethodError', message: "undefined method 'id' for nil" },
      ['Orders#load /var/task/app.rb:3', 'block in handler /var/task/app.rb:9'],
    ],
    [
      'PHP, whose frames say where a function was called',
      'PHP Fatal error:  Uncaught RuntimeException: order 4 gone in /var/task/src/Orders.php:12\nStack trace:\n#0 /var/task/index.php(9): Orders->load(4)\n#1 /var/task/vendor/bref/x.php(3): handler(Array)\n#2 {main}\n  thrown in /var/task/src/Orders.php on line 12',
      { runtime: 'php', type: 'RuntimeException', message: 'order 4 gone' },
      ['Orders->load /var/task/src/Orders.php:12', 'handler /var/task/index.php:9'],
    ],
    [
      'a panic of Rust without a backtrace',
      "thread 'main' panicked at src/main.rs:3:76:\nno such order\nnote: run with `RUST_BACKTRACE=1`",
      { type: 'panic', message: 'no such order' },
      ['panic src/main.rs:3'],
    ],
  ])('%s', (_what, text, expected, frames) => {
    const failure = readFailure(text);
    expect(failure).toMatchObject(expected);
    expect(own(failure)).toEqual(frames);
  });

  it.each([
    '2026-11-20 12:00:00 INFO all is well',
    '2026-11-20 12:00:00 INFO got FetchError: status 503, trying again',
    'nothing of the kind',
    json({ level: 'info', message: 'ok', error: null }),
    json({ level: 30, msg: 'ok' }),
    json([1, 2]),
    '',
    '\n\n',
  ])('is none: %j', (text) => {
    expect(readFailure(text)).toBeNull();
  });
});

describe('errors of AWS services', () => {
  it.each<[string, string, object]>([
    [
      'botocore',
      '[ERROR] ClientError: An error occurred (AccessDeniedException) when calling the PutItem operation: no\nTraceback (most recent call last):\n  File "/var/lang/lib/python3.12/site-packages/botocore/client.py", line 569, in _api_call',
      { type: 'AccessDeniedException', thrownAs: 'ClientError', code: 'AccessDeniedException' },
    ],
    [
      "botocore, where the code is S3's status",
      'botocore.exceptions.ClientError: An error occurred (404) when calling the HeadObject operation: Not Found',
      { type: 'botocore.exceptions.ClientError', thrownAs: null, code: '404' },
    ],
    [
      'SDK v3 for JavaScript',
      `t\tr\tERROR\tInvoke Error \t${json({ errorType: 'ConditionalCheckFailedException', errorMessage: 'The conditional request failed', $fault: 'client', $metadata: { httpStatusCode: 400 }, stack: [] })}`,
      { type: 'ConditionalCheckFailedException', thrownAs: null },
    ],
    [
      'SDK v3 for JavaScript, of a general class',
      json({
        level: 'ERROR',
        requestId: 'r',
        message: { errorType: 'S3ServiceException', errorMessage: 'Access Denied', Code: 'AccessDenied', stackTrace: [] },
      }),
      { type: 'AccessDenied', thrownAs: 'S3ServiceException' },
    ],
    [
      'SDK v1 for Java',
      'com.amazonaws.services.dynamodbv2.model.AmazonDynamoDBException: Bad (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: 7K5; Proxy: null)\n\tat com.acme.Orders.load(Orders.java:4)',
      { type: 'ValidationException', thrownAs: 'com.amazonaws.services.dynamodbv2.model.AmazonDynamoDBException' },
    ],
    ["an errno of Node's own, which is no type", recordedText('node/enoent.txt'), { type: 'Error', thrownAs: null, code: 'ENOENT' }],
  ])('%s', (_what, text, expected) => {
    expect(readFailure(text)).toMatchObject(expected);
  });
});

describe('which frames are the own ones', () => {
  it.each([
    ['    at f (node:internal/process/task_queues:105:5)', false],
    ['    at f (internal/process/task_queues.js:97:5)', false],
    ['    at Client.emit (events.js:315:20)', false],
    ['    at f (/var/task/node_modules/pg/lib/client.js:1:2)', false],
    ['    at f (file:///var/runtime/index.mjs:1:2)', false],
    ['    at f (/opt/nodejs/utils.js:1:2)', false],
    ['    at JSON.parse (<anonymous>)', false],
    ['    at f (/var/task/index.js:1:2)', true],
    ['    at f (webpack://orders/./src/orders.ts:1:2)', true],
    ['  File "/var/lang/lib/python3.12/json/__init__.py", line 1, in loads', false],
    ['  File "/var/task/requests/site-packages/x.py", line 1, in f', false],
    ['  File "<frozen importlib._bootstrap>", line 1, in _call', false],
    ['  File "/opt/python/layer.py", line 1, in f', false],
    ['  File "/var/task/app.py", line 1, in f', true],
    ['\tat java.base/java.util.ArrayList.get(ArrayList.java:1)', false],
    ['\tat org.springframework.web.X.doGet(X.java:1)', false],
    ['\tat software.amazon.awssdk.core.X.y(X.java:1)', false],
    ['\tat com.acme.Orders$$SpringCGLIB$$0.load(<generated>)', false],
    ['\tat com.acme.Orders.load(Orders.java:1)', true],
    ['   at System.Threading.Tasks.Task.Wait()', false],
    ['   at Orders.Service.Load() in /src/S.cs:line 1', true],
  ])('%s: %s', (line, isOwn) => {
    expect(frameOf(line)?.frame.inApp).toBe(isOwn);
  });
});

describe('bounds', () => {
  it('keeps so much of a message, of frames and of causes', () => {
    const cause = `\n${'Caused by: java.io.IOException: x\n\tat com.acme.A.b(A.java:1)\n'.repeat(50)}`;
    const failure = readFailure(`java.io.IOException: ${'x'.repeat(10_000)}\n${'\tat com.acme.A.b(A.java:1)\n'.repeat(1000)}${cause}`);
    expect(failure?.message.length).toBe(MOST_MESSAGE);
    expect(failure?.frames).toHaveLength(MOST_FRAMES);
    expect(types(failure)).toHaveLength(MOST_CAUSES + 1);
  });

  /** Pieces that make loops of careless patterns, repeated up to the size of the longest event. */
  const PIECES = [
    'a',
    ' ',
    '.',
    ':',
    'a.',
    'a:',
    '(',
    '[',
    '{',
    '"',
    "'",
    '\\',
    '\n',
    '\r',
    '\n    at ',
    '\n    at a (b:1:2)',
    ' at ',
    'aError: ',
    '[ERROR] ',
    '1:',
    '\u001b[',
    '\n^',
  ];
  const MORE = [
    '\nTraceback (most recent call last):',
    '\n  + Exception Group Traceback (most recent call last):\n  +-+---------------- 1 ----------------',
    '\n[cause]: Error: x',
    '\n ---> a: b',
    '\n  "a": {',
    '"errorMessage":"\\\\',
    'level=a ',
  ];
  it.each([...PIECES, ...MORE])('ends in time with 256 KB of %j', (piece) => {
    for (const head of ['', 'ERROR ', 't\tr\tERROR\tInvoke Error \t{', 'Error: x\n    at f (/a/b.js:1:2)\n'])
      readFailure(`${head}${piece.repeat(Math.ceil((256 * 1024) / piece.length))}`);
  });

  it('never throws', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom(...RECORDED.flatMap((name) => recordedText(name).split('\n'))), fc.json());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        readFailure(parts.join('\n'));
        readFailure(`t\tr\tERROR\tInvoke Error \t${parts.join('')}`);
      }),
    );
  });
});
