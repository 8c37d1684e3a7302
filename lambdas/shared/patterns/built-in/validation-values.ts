import { patternsOf } from '../built-in-pattern.ts';

const VALIDATE = [
  'validate-input',
  'Check the event at the handler’s edge by a schema, and answer 400 with what is wrong instead of failing.',
] as const;

/** Values and sizes that are not what they must be. */
export const validationValues = patternsOf('validation', [
  {
    id: 'lambda-payload-too-large',
    title: 'The payload is larger than Lambda takes',
    description:
      'A synchronous request or answer has at most 6 MB (6,291,456 bytes; base64 takes a third more), an asynchronous event 1 MB. A streamed response may have 200 MB.',
    forms: [
      'RequestEntityTooLargeException',
      'Request must be smaller than {limit} bytes for the InvokeFunction operation',
      'Response payload size ({size} bytes) exceeded maximum allowed payload size ({limit} bytes)',
      'Response payload size exceeded maximum allowed payload size',
      'exceeded maximum allowed payload size',
      'Function.ResponseSizeTooLarge',
      'ResponseSizeTooLarge',
      'Payload too large for Lambda',
      'Unable to expand length of this stream beyond its capacity',
    ],
    solutions: [
      ['payload-through-s3', 'Put the data into S3 and hand on its key, or answer with a presigned URL.'],
      ['smaller-answer', 'Page, or leave out fields; compress what a client can decompress.'],
      [
        'stream-response',
        'Stream the answer (awslambda.streamifyResponse, a function URL with RESPONSE_STREAM).',
        'aws lambda update-function-url-config --function-name {target} --invoke-mode RESPONSE_STREAM',
      ],
    ],
  },
  {
    id: 'http-413',
    title: 'A server refused the request’s size',
    description:
      'The answer was 413, or the own server’s body parser refused it: the body is larger than the limit set there (API Gateway 10 MB, a load balancer before a function 1 MB, nginx 1 MB and Express 100 KB by default).',
    refines: ['upstream-4xx'],
    forms: [
      '413 Request Entity Too Large',
      '413 Payload Too Large',
      'status code 413',
      'PayloadTooLargeError',
      'request entity too large',
      'HTTP content length exceeded {limit} bytes',
      'Request Too Long',
      'FST_ERR_CTP_BODY_TOO_LARGE',
      'Content Too Large',
    ],
    solutions: [
      ['upload-to-s3', 'Have clients upload to S3 by a presigned URL, and send the key only.'],
      ['raise-body-limit', 'Or raise the limit of the server or its body parser, below what Lambda takes.'],
    ],
  },
  {
    id: 'message-too-large',
    title: 'A message is larger than the queue, topic or bus takes',
    description:
      'SQS takes messages of at most 1 MiB (a queue’s own maximum may be lower: 256 KiB was the limit until 2025), batches of as much in all; SNS 256 KiB; EventBridge 256 KB for the entries of a call (Service Quotas has what holds today). Attributes count.',
    forms: [
      'Message must be shorter than {limit} bytes',
      'Batch requests cannot be longer than {limit} bytes',
      'BatchRequestTooLong',
      'AWS.SimpleQueueService.BatchRequestTooLong',
      'Invalid parameter: Message too long',
      'Total size of the entries in the request is over the limit',
      'Record size exceeded',
      'Member must have length less than or equal to 1048576',
      'MessageTooLong',
      'MessageSizeTooLargeException',
      'RecordTooLargeException',
    ],
    solutions: [
      ['payload-through-s3', 'Put the body into S3 and send its key (the Extended Client Library does that).'],
      [
        'raise-queue-maximum',
        'If the queue’s own maximum is lower, raise it.',
        'aws sqs set-queue-attributes --queue-url {queueUrl} --attributes MaximumMessageSize=1048576',
      ],
      ['smaller-batch', 'Split a batch by its size in bytes, not by its count.'],
    ],
  },
  {
    id: 'invalid-date',
    title: 'A text is no date of the expected form',
    description:
      'A date was parsed that is empty, of another format, or no date; some code only notices when it prints it (Invalid time value).',
    forms: [
      'RangeError: Invalid time value',
      'Invalid time value',
      "time data '{token}' does not match format",
      "Invalid isoformat string: '{token}'",
      "Text '{token}' could not be parsed",
      'DateTimeParseException',
      "Unparseable date: '{token}'",
      "parsing time '{token}' as",
      'was not recognized as a valid DateTime',
      'invalid date (Date::Error)',
      'unconverted data remains',
      'invalid input syntax for type timestamp',
      'year {*} is out of range',
    ],
    solutions: [['iso-8601', 'Exchange dates as ISO 8601 with their zone, and check them where they come in.'], VALIDATE],
  },
  {
    id: 'invalid-number',
    title: 'A text is no number',
    description:
      'A number was parsed out of a text that is empty or something else: an optional parameter, a decimal comma, a unit behind it.',
    forms: [
      "invalid literal for int() with base 10: '{token}'",
      "could not convert string to float: '{token}'",
      "NumberFormatException: For input string: '{token}'",
      'NumberFormatException',
      'Cannot convert {token} to a BigInt',
      "strconv.Atoi: parsing '{token}'",
      "strconv.ParseFloat: parsing '{token}'",
      'Input string was not in a correct format',
      'was not in a correct format',
      'invalid input syntax for type integer',
      'decimal.ConversionSyntax',
      'invalid value for Integer()',
    ],
    solutions: [VALIDATE, ['default-number', 'Say what holds when it is not given, before it is parsed.']],
  },
  {
    id: 'invalid-url',
    title: 'A text is no URL',
    description: 'An address was built from an empty variable, lacks its scheme, or holds a character that must be encoded.',
    forms: [
      'TypeError: Invalid URL',
      'ERR_INVALID_URL',
      'Failed to parse URL from {*}',
      "Invalid URL '{*}': No s",
      'MissingSchema',
      'Only absolute URLs are supported',
      'no protocol: {*}',
      'URISyntaxException',
      'unsupported protocol scheme',
      'Invalid URI',
      'ERR_INVALID_PROTOCOL',
      'UnsupportedProtocol',
      "Request URL is missing an 'http://' or 'https://' protocol",
    ],
    solutions: [
      [
        'check-url-variable',
        'See what the variable holds from which it is built.',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
      ['encode-parts', 'Encode the parts (encodeURIComponent, urllib.parse.quote), and build URLs with new URL(path, base).'],
    ],
  },
  {
    id: 'text-encoding',
    title: 'Bytes are not in the expected encoding',
    description:
      'Binary data or another encoding was read as UTF-8 (or ASCII): a file that is no text, a body in base64 or compressed, or a half character at the end of a chunk.',
    forms: [
      'UnicodeDecodeError',
      'UnicodeEncodeError',
      "codec can't decode byte",
      "codec can't encode character",
      'URI malformed',
      'MalformedInputException',
      'invalid byte sequence',
      'ERR_ENCODING_INVALID_ENCODED_DATA',
      'was not valid for encoding utf-8',
      'Incorrect padding',
      'incorrect header check',
      'invalid start byte',
      'illegal base64 data',
    ],
    solutions: [
      ['decode-first', 'Decode base64 (isBase64Encoded) and decompress first, and treat binary data as bytes.'],
      ['name-encoding', 'Name the encoding when reading, and what is to happen with bytes that do not fit.'],
    ],
  },
  {
    id: 'configuration-too-large',
    title: 'The function’s variables or package are too large',
    description:
      'All variables of a function have at most 4 KB, its package 50 MB zipped for a direct upload and 250 MB unzipped with its layers, an image 10 GB.',
    forms: [
      'exceeded the 4KB limit',
      'Unzipped size must be smaller than {limit} bytes',
      'Request must be smaller than {limit} bytes for the UpdateFunctionCode operation',
      'Request must be smaller than {limit} bytes for the CreateFunction operation',
      'Function code combined with layers exceeds the maximum allowed size',
      'CodeStorageExceededException',
    ],
    solutions: [
      ['variables-to-parameters', 'Move long values into Parameter Store or Secrets Manager.'],
      [
        'smaller-package',
        'Bundle and leave out what is not used (the AWS SDK is in the runtime), or deploy an image.',
        'du -ah package | sort -rh | head -20',
      ],
    ],
  },
]);
