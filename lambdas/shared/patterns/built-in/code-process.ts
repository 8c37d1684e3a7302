import { patternsOf } from '../built-in-pattern.ts';

const FIX_AT_FRAME = [
  'fix-at-frame',
  'Go to the first frame of your own code in the stack, and see on which path the value is not what the line takes it for.',
] as const;

/** How a process or an answer ended, and what it was started with. */
export const codeProcess = patternsOf('code', [
  {
    id: 'missing-environment-variable',
    title: 'A variable of the environment is not set',
    description:
      'The function reads a variable that its configuration does not have: a deployment that replaced all variables, another stage, or a slip in the name.',
    refines: ['python-key-error'],
    forms: [
      { says: "KeyError: '{setting}'", near: 'os.environ' },
      { says: "KeyError: '{setting}'", near: '/os.py' },
      { says: "KeyError: '{setting}'", near: 'raise keyerror(key) from none' },
      'Missing required environment variable: {setting}',
      'Missing required environment variable',
      'Missing environment variable: {setting}',
      'Missing environment variable {setting}',
      'Missing env var {setting}',
      'Missing env variable {setting}',
      'Environment variable not found: {setting}',
      'environment variable {setting} is not set',
      "environment variable '{setting}' is not set",
      'environment variable {setting} is not defined',
      'environment variable {setting} is missing',
      'environment variable {setting} is required',
      'environment variable {setting} not set',
      'environment variable {setting} must be set',
      '{setting} environment variable is not set',
      '{setting} environment variable is required',
      '{setting} environment variable is missing',
      '{setting} is not set in the environment',
      'Set the {setting} env variable',
      '{setting} env variable is not set',
      'required environment variable {setting}',
    ],
    solutions: [
      [
        'set-variable',
        'See which variables are set, and add {setting} in the template that deploys the function (a command that sets one replaces them all).',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
      ['read-at-start', 'Read all variables once at the start by a schema, so that the deployment’s first call names what is missing.'],
    ],
  },
  {
    id: 'promise-never-settled',
    title: 'Node ended with a promise that never settles',
    description:
      'Nothing was left to run, but the handler’s promise was not settled: a promise whose resolve is never called (a stream, an emitter, a callback that is lost).',
    forms: [
      'detected an unexpected Node.js exit code',
      'Runtime.NodejsExit',
      'Runtime.NodeJsExit',
      'a Promise that was never settled',
      'unsettled top-level await',
    ],
    solutions: [
      ['settle-every-path', 'Find the promise: each new Promise must resolve or reject on every path, error and close events included.'],
      ['use-promisified', 'Use stream/promises, events.once and the promise variants of APIs instead of wrapping callbacks by hand.'],
    ],
  },
  {
    id: 'answered-twice',
    title: 'An answer was given twice',
    description:
      'A response was written after it had ended, or a callback called again: a missing return after the first, or both branches of an error.',
    forms: [
      'Cannot set headers after they are sent to the client',
      'ERR_HTTP_HEADERS_SENT',
      'write after end',
      'ERR_STREAM_WRITE_AFTER_END',
      'Callback was already called',
      'Callback called multiple times',
      'callback() called multiple times',
      'ERR_STREAM_DESTROYED',
      'Cannot write headers after they are sent',
      'ERR_STREAM_CANNOT_PIPE',
      'response already sent',
    ],
    solutions: [
      ['return-after-answer', 'Return right after answering, and have one place that answers.'],
      ['no-mixed-handler', 'Make the handler async and return the value; do not call the callback as well.'],
    ],
  },
  {
    id: 'deprecated-runtime',
    title: 'The runtime is no longer supported',
    description: 'Lambda refuses to make or update functions on a runtime after its end of support.',
    forms: [
      'The runtime parameter of {runtime} is no longer supported',
      'is no longer supported for creating or updating',
      'Unsupported runtime',
    ],
    solutions: [
      [
        'newer-runtime',
        'Move to a supported version, with its changes of the SDK and system in mind.',
        'aws lambda update-function-configuration --function-name {target} --runtime {newRuntime}',
      ],
      [
        'list-old-runtimes',
        'See which others are on it.',
        'aws lambda list-functions --query "Functions[].[FunctionName,Runtime]" --output table',
      ],
    ],
  },
  {
    id: 'syntax-error',
    title: 'The code can’t be parsed',
    description:
      'The deployed file is not valid code for this version of the runtime: newer syntax than it knows, a merge left half done, or TypeScript that was not compiled.',
    forms: [
      'Runtime.UserCodeSyntaxError',
      'Init<SyntaxError>',
      'SyntaxError: Unexpected identifier',
      'SyntaxError: Invalid or unexpected token',
      'SyntaxError: Unexpected token',
      'uncaughtException: Unexpected token',
      'SyntaxError: invalid syntax',
      'IndentationError',
      'SyntaxError: missing ) after argument list',
      'SyntaxError: Unexpected end of input',
      'SyntaxError: Unexpected strict mode reserved word',
      'SyntaxError: await is only valid in async functions',
      'TabError',
      'SyntaxError: Identifier',
      'Syntax error in module',
    ],
    solutions: [
      [
        'build-for-runtime',
        'Build for the runtime’s version (esbuild --target=node24), and deploy what was built.',
        'aws lambda get-function-configuration --function-name {target} --query Runtime',
      ],
      ['check-before-deploy', 'Check the very file that is deployed.', 'node --check index.mjs'],
    ],
  },
  {
    id: 'native-crash',
    title: 'A native module crashed the process',
    description:
      'The process ended by a fault in compiled code: a native module built for another version or processor, or a fault of its own.',
    forms: [
      'signal: segmentation fault',
      'signal: aborted',
      'signal: illegal instruction',
      'exit status 139',
      'exit status 134',
      'SIGSEGV',
      'SIGILL',
      'Segmentation fault',
      'signal: bus error',
      'signal: trace/breakpoint trap',
    ],
    solutions: [
      [
        'build-for-lambda',
        'Install native modules in Lambda’s build image, for the function’s processor.',
        'aws lambda get-function-configuration --function-name {target} --query "[Architectures,Runtime,Layers]"',
      ],
      ['update-native-module', 'Update the native module and the layer that brings it; see whether it goes with one input.'],
    ],
  },
  {
    id: 'unhandled-rejection',
    title: 'A promise was rejected and nobody handled it',
    description:
      'A rejection outside of what the handler awaits ended the process: a call without await, a promise in a list that fails before it is awaited, an event handler that is async.',
    forms: [
      'Runtime.UnhandledPromiseRejection',
      'UnhandledPromiseRejection',
      'UnhandledPromiseRejectionWarning',
      'ERR_UNHANDLED_REJECTION',
      'Unhandled Promise Rejection',
      'Unhandled Rejection',
      'PromiseRejectionHandledWarning',
    ],
    solutions: [
      ['await-promise', 'Await or return every promise within the handler; await several at once by Promise.all.'],
      ['handle-rejection', 'Where one is meant to run beside, give it a catch that logs.'],
    ],
    general: true,
  },
  {
    id: 'process-exited',
    title: 'The process ended by itself',
    description:
      'The runtime’s process exited before it had answered: an exception while loading, a call of process.exit or sys.exit, or a crash. What was logged right before says more.',
    forms: [
      'Runtime.ExitError',
      'Runtime exited with error: exit status {status}',
      'Runtime exited without providing a reason',
      'Process exited before completing request',
      'Process exited with non-zero',
      'Runtime exited with error',
      'RequestId: {*} Process exited',
    ],
    solutions: [
      [
        'read-lines-before',
        'Read the lines of the same stream before this one: the exception stands there.',
        'aws logs tail {logGroup} --since 1h',
      ],
      ['no-exit', 'Take process.exit, sys.exit and the like out of the function; throw instead.'],
    ],
    general: true,
  },
  {
    id: 'go-panic',
    title: 'A Go program panicked',
    description: 'A panic that nothing recovered from ended the invocation; the first frame of your own code in the trace is where.',
    forms: ['panic: {*}', 'Runtime.Panic', 'goroutine 1 [running]'],
    solutions: [FIX_AT_FRAME, ['return-error', 'Return errors instead of panicking, and recover at the handler’s edge to log the trace.']],
    general: true,
  },
]);
