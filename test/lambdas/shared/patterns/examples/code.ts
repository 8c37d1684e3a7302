/** Faults of the code, by the pattern that must be the first one. */
export const code: Record<string, readonly string[]> = {
  'undefined-property': [
    "TypeError: Cannot read properties of undefined (reading 'name')",
    "TypeError: Cannot read property 'map' of undefined",
    "TypeError: Cannot destructure property 'a' of 'undefined' as it is undefined.",
    "TypeError: Cannot set properties of null (setting 'id')",
  ],
  'not-a-function': ['TypeError: client.send is not a function', 'TypeError: Stripe is not a constructor'],
  'not-iterable': [
    'TypeError: items is not iterable',
    'TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator))',
  ],
  'not-defined': [
    'ReferenceError: fetch is not defined',
    "ReferenceError: Cannot access 'x' before initialization",
    "NameError: name 'boto3' is not defined",
  ],
  'not-serialisable': [
    "TypeError: Converting circular structure to JSON\n    --> starting at object with constructor 'Object'\n    --- property 'a' closes the circle",
    'TypeError: Do not know how to serialize a BigInt',
    'TypeError: Object of type Decimal is not JSON serializable',
    '[ERROR] Runtime.MarshalError: Unable to marshal response: Object of type datetime is not JSON serializable',
  ],
  'stack-overflow': [
    'RangeError: Maximum call stack size exceeded',
    'RecursionError: maximum recursion depth exceeded',
    'java.lang.StackOverflowError',
  ],
  'read-only-assignment': [
    'TypeError: Assignment to constant variable.',
    "TypeError: Cannot assign to read only property 'a' of object '#<Object>'",
    'TypeError: Cannot add property 0, object is not extensible',
  ],
  'null-pointer': [
    'java.lang.NullPointerException: Cannot invoke "String.length()" because "<local0>" is null',
    'System.NullReferenceException: Object reference not set to an instance of an object.',
    'runtime error: invalid memory address or nil pointer dereference',
    "NoMethodError: undefined method `each' for nil:NilClass",
  ],
  'class-cast': [
    "java.lang.ClassCastException: class java.lang.String cannot be cast to class java.lang.Integer (java.lang.String and java.lang.Integer are in module java.base of loader 'bootstrap')",
  ],
  'index-out-of-bounds': [
    'java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 1',
    'IndexError: list index out of range',
    'runtime error: index out of range [3] with length 1',
  ],
  'assertion-failed': [
    'AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:',
    'AssertionError: total must be positive',
    'java.lang.AssertionError: x',
  ],
  'missing-environment-variable': [
    'Traceback (most recent call last):\n  File "/var/task/app.py", line 5, in <module>\n    table = os.environ["TABLE_NAME"]\n  File "/var/lang/lib/python3.12/os.py", line 714, in __getitem__\n    raise KeyError(key) from None\nKeyError: \'TABLE_NAME\'',
    'Error: Missing required environment variable: TABLE_NAME',
    'Error: TABLE_NAME environment variable is not set',
  ],
  'promise-never-settled': [
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
  ],
  'answered-twice': [
    'Error [ERR_HTTP_HEADERS_SENT]: Cannot set headers after they are sent to the client',
    'Error [ERR_STREAM_WRITE_AFTER_END]: write after end',
  ],
  'deprecated-runtime': [
    'InvalidParameterValueException: The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
  ],
  'syntax-error': [
    "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected identifier 'b'",
    'SyntaxError: Invalid or unexpected token',
    'IndentationError: unexpected indent (app.py, line 7)',
  ],
  'invalid-argument-type': [
    'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string or an instance of Buffer or URL. Received undefined',
  ],
  'division-by-zero': ['ZeroDivisionError: division by zero', 'java.lang.ArithmeticException: / by zero'],
  'native-crash': [
    'RequestId: 7ab4d5a2 Error: Runtime exited with error: signal: segmentation fault\nRuntime.ExitError',
    'Runtime exited with error: exit status 139',
  ],
  'unhandled-rejection': [
    'Runtime.UnhandledPromiseRejection: Error: boom',
    'UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "x".',
  ],
  'process-exited': [
    'RequestId: 7ab4d5a2 Error: Runtime exited with error: exit status 1\nRuntime.ExitError',
    'RequestId: 7ab4d5a2 Process exited before completing request',
  ],
  'go-panic': ['panic: order has no lines\n\ngoroutine 1 [running]:\nmain.main()'],
};

export const python: Record<string, readonly string[]> = {
  'python-none': [
    "AttributeError: 'NoneType' object has no attribute 'group'",
    "TypeError: 'NoneType' object is not subscriptable",
    "TypeError: object of type 'NoneType' has no len()",
    "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'",
  ],
  'python-key-error': ["KeyError: 'price'"],
  'python-attribute-error': [
    "AttributeError: 'list' object has no attribute 'items'",
    "AttributeError: module 'jwt' has no attribute 'encode'",
  ],
  'python-arguments': [
    "TypeError: lambda_handler() missing 1 required positional argument: 'context'",
    'TypeError: handler() takes 1 positional argument but 2 were given',
    "TypeError: __init__() got an unexpected keyword argument 'proxies'",
  ],
  'python-type-error': [
    'TypeError: can only concatenate str (not "int") to str',
    'TypeError: string indices must be integers',
    "TypeError: 'int' object is not callable",
    'ValueError: too many values to unpack (expected 2)',
  ],
};
