/** What goes in and out, by the pattern that must be the first one. */
export const validation: Record<string, readonly string[]> = {
  'lambda-payload-too-large': [
    'RequestEntityTooLargeException: Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    'Function.ResponseSizeTooLarge: Response payload size (7340033 bytes) exceeded maximum allowed payload size (6291556 bytes).',
  ],
  'http-413': ['PayloadTooLargeError: request entity too large', 'AxiosError: Request failed with status code 413'],
  'message-too-large': [
    'InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes.',
    'AWS.SimpleQueueService.BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1100000 bytes.',
    'InvalidParameter: Invalid parameter: Message too long',
  ],
  'malformed-json': [
    'SyntaxError: Unexpected end of JSON input',
    `SyntaxError: Unexpected token 'o', "not json" is not valid JSON`,
    "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
    "invalid character 'h' looking for beginning of value",
  ],
  'html-instead-of-json': [
    `SyntaxError: Unexpected token '<', "<!DOCTYPE "... is not valid JSON`,
    'SyntaxError: Unexpected token < in JSON at position 0',
  ],
  'json-of-no-text': [
    'SyntaxError: "[object Object]" is not valid JSON',
    'SyntaxError: "undefined" is not valid JSON',
    'TypeError: the JSON object must be str, bytes or bytearray, not dict',
  ],
  'schema-validation': [
    'ZodError: [\n  {\n    "expected": "string",\n    "code": "invalid_type",\n    "path": [\n      "id"\n    ],\n    "message": "Invalid input: expected string, received undefined"\n  }\n]',
    "Error: data must have required property 'orderId'",
    'pydantic_core._pydantic_core.ValidationError: 1 validation error for Order\ntotal\n  Field required',
    'ValidationError: "email" is required',
    "jsonschema.exceptions.ValidationError: 'orderId' is a required property",
  ],
  'event-of-another-shape': [
    "KeyError: 'Records'",
    'TypeError: event.Records is not iterable',
    "TypeError: Cannot read properties of undefined (reading 'Records')",
  ],
  'aws-parameter-invalid': [
    'Error: No value provided for input HTTP label: Bucket.',
    "MissingRequiredParameter: Missing required key 'TableName' in params",
    'botocore.exceptions.ParamValidationError: Parameter validation failed:\nMissing required parameter in input: "QueueUrl"',
    "ValidationException: 1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
  ],
  'invalid-date': [
    'RangeError: Invalid time value',
    "ValueError: time data 'x' does not match format '%Y-%m-%d'",
    "java.time.format.DateTimeParseException: Text 'x' could not be parsed at index 0",
  ],
  'invalid-number': [
    "ValueError: invalid literal for int() with base 10: 'x'",
    'java.lang.NumberFormatException: For input string: "x"',
    'SyntaxError: Cannot convert x to a BigInt',
  ],
  'invalid-url': [
    'TypeError: Invalid URL',
    'TypeError: Failed to parse URL from undefined/orders',
    "requests.exceptions.MissingSchema: Invalid URL 'None/orders': No scheme supplied. Perhaps you meant https://None/orders?",
  ],
  'text-encoding': [
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    'URIError: URI malformed',
    'binascii.Error: Incorrect padding',
  ],
  'configuration-too-large': [
    'InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
    'InvalidParameterValueException: Unzipped size must be smaller than 262144000 bytes',
  ],
  'aws-validation': ['ValidationException: The parameter is wrong', 'InvalidParameterValueException: The retention is out of range'],
};

export const integration: Record<string, readonly string[]> = {
  'upstream-5xx': [
    'AxiosError: Request failed with status code 502',
    'requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://api.example.com/',
    'InternalServerError: Internal server error',
  ],
  'upstream-4xx': [
    'AxiosError: Request failed with status code 404',
    'requests.exceptions.HTTPError: 422 Client Error: Unprocessable Entity for url: https://api.example.com/',
  ],
  'webhook-signature': [
    'StripeSignatureVerificationError: No signatures found matching the expected signature for payload. Are you passing the raw request body you received from Stripe?',
  ],
  'malformed-proxy-response': ['Execution failed due to configuration error: Malformed Lambda proxy response'],
  'batch-failed': [
    'FullBatchFailureError: All records failed processing. See individual errors below.',
    'aws_lambda_powertools.utilities.batch.exceptions.BatchProcessingError: All records failed processing. 3 individual errors logged separately below.',
  ],
  'event-source-problem': [
    'InvalidParameterValueException: Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds',
    'PROBLEM: Function call failed',
  ],
  'states-data-limit': [
    'States.DataLimitExceeded',
    "The state/task 'arn:aws:states:::lambda:invoke' returned a result with a size exceeding the maximum number of bytes service limit.",
  ],
  'states-path-missing': [
    "An error occurred while executing the state 'Pay' (entered at the event id #7). The JSONPath '$.order.id' specified for the field 'id.$' could not be found in the input '{}'",
  ],
  's3-no-such-key': [
    'NoSuchKey: The specified key does not exist.',
    'An error occurred (404) when calling the HeadObject operation: Not Found',
  ],
  's3-no-such-bucket': ['NoSuchBucket: The specified bucket does not exist'],
  's3-wrong-region': [
    'PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    "AuthorizationHeaderMalformed: The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
  ],
  'sns-endpoint-disabled': ['EndpointDisabledException: Endpoint is disabled'],
  'queue-not-found': [
    'AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist for this wsdl version.',
    'QueueDoesNotExist: The specified queue does not exist.',
  ],
  'secret-not-found': ["ResourceNotFoundException: Secrets Manager can't find the specified secret.", 'ParameterNotFound: UnknownError'],
  'function-not-found': ['ResourceNotFoundException: Function not found: arn:aws:lambda:eu-central-1:123456789012:function:tax'],
  'function-not-ready': [
    'ResourceConflictException: The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-central-1:123456789012:function:tax',
  ],
  'ses-not-verified': [
    'MessageRejected: Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: a',
  ],
  'recursive-loop': [
    'RecursiveInvocationException: Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function’s invocation.',
  ],
  'websocket-gone': ['GoneException: UnknownError', 'GoneException: 410'],
  'aws-resource-not-found': [
    'ResourceNotFoundException: The specified log group does not exist.',
    'NoSuchEntity: The role with name orders cannot be found.',
  ],
};
