import { patternsOf } from '../built-in-pattern.ts';

const RAISE_MEMORY = [
  'raise-memory',
  'Give it more memory than the most that a run uses, with a quarter to spare.',
  'aws lambda update-function-configuration --function-name {target} --memory-size {newMemory}',
] as const;

/** Memory, disk and handles that ran out. */
export const oom = patternsOf('oom', [
  {
    id: 'lambda-out-of-memory',
    title: 'The function was killed for want of memory',
    description:
      'The process used more memory than the function has, and the system killed it. A large payload held whole, all pages of a list at once, or something that grows from one invocation to the next in a warm environment.',
    refines: ['memory-at-limit'],
    forms: ['Runtime exited with error: signal: killed', 'signal: killed', 'Runtime.OutOfMemory', 'Error Type: Runtime.OutOfMemory'],
    solutions: [
      RAISE_MEMORY,
      ['stream-instead', 'Stream or page through large data instead of holding all of it.'],
      [
        'find-leak',
        'If the maximum grows from one invocation to the next, look for a module-level array, map or listener that is only added to.',
      ],
    ],
  },
  {
    id: 'memory-at-limit',
    title: 'The function used all of its memory',
    description:
      'The REPORT line says that the most memory used is all that the function has. It may have failed by that, or will soon; garbage collection gets slow before.',
    forms: [
      {
        says: 'Memory Size: {limit} MB Max Memory Used: {used} MB',
        read: (values) => (Number(values['used']) >= Number(values['limit']) ? values : null),
      },
    ],
    solutions: [RAISE_MEMORY, ['stream-instead', 'Stream or page through large data instead of holding all of it.']],
  },
  {
    id: 'node-heap',
    title: 'Node’s heap is full',
    description:
      'JavaScript’s heap reached its limit, which Node derives from the function’s memory. Objects pile up: a large JSON document parsed whole, results gathered in an array, a cache without a bound.',
    forms: [
      'JavaScript heap out of memory',
      'Reached heap limit',
      'Ineffective mark-compacts near heap limit',
      'ERR_WORKER_OUT_OF_MEMORY',
      'Array buffer allocation failed',
    ],
    solutions: [
      RAISE_MEMORY,
      ['bound-collections', 'Bound what gathers at module level, and stream or page through large data.'],
      [
        'heap-size-option',
        'If NODE_OPTIONS sets --max-old-space-size, fit it to the memory (about three quarters), or leave it to Node.',
        'aws lambda get-function-configuration --function-name {target} --query "[MemorySize,Environment.Variables.NODE_OPTIONS]"',
      ],
    ],
  },
  {
    id: 'text-too-long',
    title: 'A text is longer than the language allows',
    description:
      'Node’s strings end at about 512 MB (2^29 − 24 characters). Something is being joined, encoded or read whole that ought to be streamed.',
    forms: [
      'Invalid string length',
      'Cannot create a string longer than',
      'ERR_STRING_TOO_LONG',
      'ERR_FS_FILE_TOO_LARGE',
      'Requested array size exceeds VM limit',
    ],
    solutions: [
      ['stream-instead', 'Stream it: readline for lines, a streaming JSON parser, or parts of a multipart upload.'],
      ['smaller-parts', 'Or split the work into parts, one a message.'],
    ],
  },
  {
    id: 'java-heap',
    title: 'Java’s heap is full',
    description:
      'The JVM could not make room for another object, or did little else than collect garbage. Lambda gives the heap most of the function’s memory by default.',
    forms: ['OutOfMemoryError: Java heap space', 'GC overhead limit exceeded', 'java.lang.OutOfMemoryError'],
    solutions: [
      RAISE_MEMORY,
      ['heap-dump', 'Find what fills it with a heap dump of a local run (-XX:+HeapDumpOnOutOfMemoryError), and stream or bound it.'],
    ],
  },
  {
    id: 'java-metaspace',
    title: 'The room for Java classes is full',
    description:
      'More classes were loaded or generated than Metaspace holds: many dependencies, proxies and reflection, or class loaders that are never let go.',
    forms: ['OutOfMemoryError: Metaspace', 'OutOfMemoryError: Compressed class space'],
    solutions: [RAISE_MEMORY, ['fewer-classes', 'Load fewer classes: smaller dependencies, no generation of classes for each request.']],
  },
  {
    id: 'allocation-failed',
    title: 'Memory could not be allocated',
    description:
      'The process asked the system for more memory than was left: a large array, data frame or file at once, or a child process while memory is nearly used up.',
    forms: [
      'MemoryError',
      'Unable to allocate {*} for an array with shape',
      'Cannot allocate memory',
      'ENOMEM',
      'runtime: out of memory',
      'OutOfMemoryException',
      'failed to allocate memory',
      'std::bad_alloc',
    ],
    solutions: [RAISE_MEMORY, ['smaller-parts', 'Work on parts: chunks of a data frame, ranges of a file, fewer items a batch.']],
  },
  {
    id: 'too-many-threads',
    title: 'No further thread or process can be started',
    description:
      'A Lambda environment has 1,024 processes and threads. Pools are made anew for each invocation, or child processes are never waited for.',
    forms: [
      "can't start new thread",
      'unable to create native thread',
      'spawn {*} EAGAIN',
      'Resource temporarily unavailable',
      'pthread_create failed',
    ],
    solutions: [
      ['reuse-pools', 'Make pools and clients once, outside of the handler, and bound their size.'],
      ['wait-for-children', 'Wait for child processes, and join threads before the handler returns.'],
    ],
  },
  {
    id: 'tmp-full',
    title: 'The disk below /tmp is full',
    description:
      'The directory /tmp has 512 MB unless more is configured, and keeps its files from one invocation to the next in a warm environment.',
    forms: ['ENOSPC: no space left on device', 'No space left on device', 'ENOSPC', 'There is not enough space on the disk'],
    solutions: [
      ['remove-temporary-files', 'Remove files below /tmp at the end of each invocation, or use one name again.'],
      [
        'raise-storage',
        'Or give the function more (up to 10,240 MB).',
        'aws lambda update-function-configuration --function-name {target} --ephemeral-storage Size={newSize}',
      ],
    ],
    lookAt: ['with Lambda Insights the metric tmp_used'],
  },
  {
    id: 'too-many-files',
    title: 'Too many files or connections are open',
    description:
      'A Lambda environment has 1,024 file descriptors; sockets count. Clients made for each invocation, streams that are not closed, or thousands of requests at once use them up.',
    forms: ['EMFILE: too many open files', 'Too many open files', 'EMFILE', 'ENFILE', 'getaddrinfo EMFILE'],
    solutions: [
      ['reuse-clients', 'Make clients once, outside of the handler, with keep-alive and a bound on sockets.'],
      ['bound-concurrency', 'Bound how many requests or files are open at once.'],
      ['close-handles', 'Close streams and files in a finally.'],
    ],
    lookAt: ['with Lambda Insights the metric fd_use beside fd_max'],
  },
]);
