import type { FailureCategory } from '../../lambdas/shared/contract/failure-records.ts';

/** A message as somebody who runs Lambda functions quoted it. */
export interface HeldOut {
  text: string;
  /** What it is about; null: it is no failure, or one that nobody could name by its text. */
  category: FailureCategory | null;
  /** Patterns that are right, any of which will do; empty: none of the catalogue is. */
  patterns: readonly string[];
  /** One that was added to the catalogue because of its first run, where it was none's. */
  since?: string;
  /** Repository and number of the thread on GitHub, or the page; account numbers and names are replaced. */
  source: string;
}

/** What came of a set when it was asked for the first time. */
type FirstRun = Readonly<Record<'right' | 'category' | 'none' | 'wrong' | 'rightly-none', number>>;

/**
 * Messages that were collected from public threads by the words of areas (database, memory, rate limit, …), not of patterns, after the
 * catalogue was written, and labelled before it was first asked about them.
 */
export const FIRST_SET: readonly HeldOut[] = [
  {
    text: "Traceback (most recent call last):\n  File \"/var/lang/lib/python3.6/traceback.py\", line 338, in extract\n    if limit >= 0:\nTypeError: '>=' not supported between instances of 'ClientError' and 'int'",
    category: 'code',
    patterns: ['python-type-error'],
    source: 'aws-samples/1click-hpc#9',
  },
  {
    text: "[ERROR] KeyError: 'Details'\nTraceback (most recent call last):\n  File \"/var/task/index.py\", line 6, in lambda_handler\n    noncompliantTrail = str(event['detail']['findings'][0]['Resources'][0]['Details']['Other']['name'])",
    category: 'code',
    patterns: ['python-key-error', 'event-of-another-shape'],
    source: 'aws-samples/aws-security-hub-response-and-remediation#1',
  },
  {
    text: "'detail': KeyError\nTraceback (most recent call last):\nFile \"/var/task/Cloudtraillambdamonitor.py\", line 40, in lambda_handler\neventname = event['detail']['eventName']\nKeyError: 'detail'",
    category: 'validation',
    patterns: ['event-of-another-shape'],
    source: 'aws-samples/aws-lambda-ddns-function#7',
  },
  {
    text: 'Lambda execution failed with status 200 due to customer function error: An error occurred (UsernameExistsException) when calling the SignUp operation: An account with the given email already exists.',
    category: null,
    patterns: [],
    source: 'serverless/serverless#8671',
  },
  {
    text: 'Resource handler returned message: "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function. (Service: CloudWatchLogs, Status Code: 400, Request ID: <removed>)"',
    category: 'permission',
    patterns: ['invoke-not-allowed'],
    source: 'aws-solutions/distributed-load-testing-on-aws#111',
  },
  {
    text: 'API Gateway could not successfully write to CloudWatch Logs using the ARN specified. Rate exceeded. Status Code: 400',
    category: 'throttling',
    patterns: ['aws-throttled', 'cloudwatch-throttled'],
    source: 'maschnetwork/aws-lambda-spring-boot-3#2',
  },
  {
    text: '{ "errorMessage": "An error occurred during JSON parsing", "errorType": "java.lang.RuntimeException", "stackTrace": [], "cause": { "errorMessage": "com.fasterxml.jackson.databind.exc.InvalidFormatException: Can not construct instance of java.lang.Integer from String value \'1000,10\': not a valid Integer value" } }',
    category: 'validation',
    patterns: ['invalid-number', 'malformed-json', 'schema-validation'],
    source: 'AWS Lambda developer guide, java-exceptions',
  },
  {
    text: "Error: read ETIMEDOUT\n    at TLSWrap.onStreamRead (internal/stream_base_commons.js:209:20) {\n  errno: -60,\n  code: 'ETIMEDOUT',\n  syscall: 'read',\n  name: 'TimeoutError',\n  '$metadata': { attempts: 1, totalRetryDelay: 0 }\n}",
    category: 'timeout',
    patterns: ['response-timeout', 'connect-timeout'],
    source: 'aws/aws-sdk-js#3609',
  },
  {
    text: '{ SyntaxError: Unexpected token < in JSON at position 0\n   at Object.parse (native)\n   at Request.extractError (/home/ubuntu/deploy/serving/users/node_modules/aws-sdk/lib/protocol/json.js:29:18)',
    category: 'validation',
    patterns: ['html-instead-of-json'],
    source: 'aws/aws-sdk-js#1305',
  },
  {
    text: 'com.amazonaws.services.dynamodbv2.model.InternalServerErrorException: Internal server error (Service: dynamodb; Status Code: 500; Error Code: InternalServerError; Request ID: randonStringForRequestID)',
    category: 'integration',
    patterns: ['upstream-5xx'],
    source: 'akka/alpakka#1682',
  },
  {
    text: '2021-02-05T01:27:25.910Z\t1f0f65f6-4194-4948-b322-981bb95c4466\tERROR\tUnhandled Promise Rejection \t{\n    "errorType": "Runtime.UnhandledPromiseRejection",\n    "errorMessage": "NetworkingError: Client network socket disconnected before secure TLS connection was established",\n    "reason": {\n        "errorType": "NetworkingError",\n        "code": "NetworkingError",\n        "host": "dynamodb.ap-southeast-1.amazonaws.com"\n    }\n}',
    category: 'network',
    patterns: ['tls-handshake', 'connection-reset'],
    source: 'aws/aws-sdk-js#3591',
  },
  {
    text: 'System.Net.Http.HttpRequestException: An error occurred while sending the request. ---> System.Net.Http.CurlException: Failure when receiving data from the peer',
    category: 'network',
    patterns: ['connection-reset', 'request-failed'],
    source: 'aws/aws-sdk-net#334',
  },
  {
    text: "[ERROR] Runtime.ImportModuleError: Unable to import module 'AIMessageProcessor': Error importing numpy: you should not try to import numpy from\n        its source directory; please exit the numpy source tree, and relaunch\n        your python interpreter from there.",
    category: 'dependency',
    patterns: ['native-module-platform'],
    source: 'aws-samples/langchain-agents#4',
  },
  {
    text: '{"errorMessage": "Unable to import module \'solution.inference.lambda_app\': No module named \'inference\'", "errorType": "Runtime.ImportModuleError"',
    category: 'dependency',
    patterns: ['python-module-missing'],
    source: 'aws/aws-lambda-python-runtime-interface-client#29',
  },
  {
    text: "Error processing line 1 of /opt/python/lib/python3.7/site-packages/google_api_core-1.17.0-py3.8-nspkg.pth:\n  Traceback (most recent call last):\n    File \"/var/lang/lib/python3.7/site.py\", line 168, in addpackage\n      exec(line)\n  AttributeError: 'NoneType' object has no attribute 'loader'",
    category: 'code',
    patterns: ['python-none'],
    source: 'lambci/docker-lambda#307',
  },
  {
    text: "2019-02-15T12:01:38.743Z\t7a111162-fe11-4eee-a5f8-0651a0691b8f\tTypeError: Cannot read property '0' of undefined\n    at exports.handler (/var/task/index.js:9:33)",
    category: 'code',
    patterns: ['undefined-property', 'event-of-another-shape'],
    source: 'cboscolo/elb2loggly#26',
  },
  {
    text: '{\n  "errorType": "Runtime.ImportModuleError",\n  "errorMessage": "Error: Cannot find module \'aws-sdk\'\\nRequire stack:\\n- /var/task/app.js\\n- /var/runtime/index.mjs",\n  "trace": [\n    "Runtime.ImportModuleError: Error: Cannot find module \'aws-sdk\'",\n    "Require stack:",\n    "- /var/task/app.js",\n    "- /var/runtime/index.mjs"\n  ]\n}',
    category: 'dependency',
    patterns: ['aws-sdk-v2-missing'],
    source: 'aws-samples/s3-to-lambda-patterns#40',
  },
  {
    text: '{"__type": "InternalError", "message": "exception while calling lambda with unknown operation: the JSON object must be str, bytes or bytearray, not Response"}',
    category: 'validation',
    patterns: ['json-of-no-text'],
    source: 'localstack/localstack#7797',
  },
  {
    text: 'error: uncaughtException: throwAnError is not defined date=Fri May 25 2018 17:02:24 GMT-0500 (Central Daylight Time), pid=81148, uid=null, gid=null',
    category: 'code',
    patterns: ['not-defined'],
    source: 'ashiina/lambda-local#145',
  },
  {
    text: 'error: uncaughtException: Unexpected token { date=Thu Aug 17 2017 12:54:09 GMT+0530 (IST), pid=1199, uid=1000, gid=1000',
    category: 'code',
    patterns: ['syntax-error'],
    source: 'lucpod/aws-lambda-workshop#1',
  },
  {
    text: 'TypeError: awslambda.reportException is not a function',
    category: 'code',
    patterns: ['not-a-function'],
    source: 'lambci/docker-lambda#41',
  },
  {
    text: '2023-01-26T07:46:54.151Z\tundefined\tERROR\tUncaught Exception \t{\n    "errorType": "Error",\n    "errorMessage": "cold",\n    "stack": [\n        "Error: cold",\n        "    at file:///var/task/index.mjs:86241:7"\n    ]\n}',
    category: null,
    patterns: [],
    source: 'aws/aws-lambda-nodejs-runtime-interface-client#178',
  },
  {
    text: "  File \"/home/app/awslambdaric/lambda_runtime_client.py\", line 76, in wait_next_invocation\n    response_body, headers = runtime_client.next()\nAttributeError: 'NoneType' object has no attribute 'next'",
    category: 'code',
    patterns: ['python-none'],
    source: 'aws/aws-lambda-python-runtime-interface-client#10',
  },
  {
    text: "sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (2003, \"Can't connect to MySQL server on 'db'",
    category: 'network',
    patterns: ['connection-refused', 'connect-timeout'],
    source: 'localstack/localstack#10672',
  },
  {
    text: 'software.amazon.awssdk.services.lambda.model.LambdaException: The security token included in the request is invalid. (Service: Lambda, Status Code: 403, Request ID: 10df8743-a2a2-4fef-bf33-4cb128af7969)',
    category: 'permission',
    patterns: ['invalid-credentials'],
    source: 'wso2/api-manager#5138',
  },
  {
    text: 'com.amazonaws.SdkClientException: Unable to execute HTTP request: Read timed out\n\tat com.amazonaws.http.AmazonHttpClient$RequestExecutor.handleRetryableException(AmazonHttpClient.java:1175)',
    category: 'timeout',
    patterns: ['response-timeout'],
    source: 'aws/aws-sdk-java#1956',
  },
  {
    text: 'AmazonLambdaClient 11|2024-03-18T16:43:06.193Z|ERROR|An exception of type TimeoutException was handled in ErrorHandler. --> System.TimeoutException: The operation was canceled.',
    category: 'timeout',
    patterns: ['response-timeout', 'operation-aborted'],
    source: 'aws/aws-sdk-net#3227',
  },
  {
    text: 'AWSSDKUtils 10|2024-03-18T16:28:06.177Z|DEBUG|Double encoded /2015-03-31/functions/orders/invocations with endpoint https://lambda.eu-west-1.amazonaws.com/ for canonicalization: /2015-03-31/functions/arn%3Aaws',
    category: null,
    patterns: [],
    source: 'aws/aws-sdk-net#3227',
  },
  {
    text: 'Error occurred while invoking handler method: com.amazonaws.SdkClientException: Unable to execute HTTP request: Connect to ssm.us-east-1.amazonaws.com:443 [ssm.us-east-1.amazonaws.com/X.X.X.X] failed: connect timed out: java.lang.RuntimeException',
    category: 'network',
    patterns: ['vpc-without-route', 'connect-timeout'],
    source: 'aws/aws-sdk-java#2770',
  },
  {
    text: 'Caused by: software.amazon.awssdk.core.exception.SdkClientException: Unable to execute HTTP request: connect timed out\n\tat software.amazon.awssdk.core.exception.SdkClientException$BuilderImpl.build(SdkClientException.java:111)',
    category: 'timeout',
    patterns: ['connect-timeout'],
    source: 'aws/aws-sdk-java-v2#4997',
  },
  {
    text: 'One or more errors occurred. (Signature expired: 20200611T185346Z is now earlier than 20200611T185357Z (20200611T185857Z - 5 min.)',
    category: 'permission',
    patterns: ['clock-skew'],
    source: 'aws/aws-sdk-net#1639',
  },
  {
    text: 'Unable to expand length of this stream beyond its capacity.: NotSupportedException',
    category: 'validation',
    patterns: ['lambda-payload-too-large'],
    source: 'aws/aws-sdk-net#1639',
  },
  {
    text: 'software.amazon.awssdk.services.lambda.model.LambdaException: User: arn:aws:iam::123456789012:user/developer is not authorized to perform: lambda:ListFunctions on resource: * (Service: null, Status Code: 403, Request ID: 22eadc0d-ee33-11e8-9954-1bae7086ea6e)',
    category: 'permission',
    patterns: ['access-denied'],
    source: 'aws/aws-toolkit-jetbrains#595',
  },
  {
    text: '2021-12-10T08:20:59.274Z\t3e2fbf0c-1482-4d13-93b8-e6f4fc705d3f\tfail\tSystem.ApplicationException: You caused a failure\n---> System.ArgumentException: input\nat CustomRuntimeTest.Function.ThrowTest(String input)',
    category: null,
    patterns: [],
    source: 'aws/aws-lambda-dotnet#1016',
  },
  {
    text: "An exception was thrown when the constructor for type 'Redacted.FunctionHandler' was invoked. Check inner exception for more details.: LambdaException",
    category: null,
    patterns: [],
    source: 'aws/aws-lambda-dotnet#586',
  },
  {
    text: '{ "errorType": "TooManyRequestsException", "errorMessage": "Rate exceeded"}',
    category: 'throttling',
    patterns: ['lambda-throttled', 'aws-throttled'],
    source: 'a blog on error types of Lambda',
  },
  {
    text: 'UnhandledException: The Lambda handler failed with an unhandled exception (see the logs)',
    category: null,
    patterns: [],
    source: 'ASFHyP3/hyp3#1368',
  },
  {
    text: 'com.mongodb.MongoSocketOpenException: Exception opening socket\n\tat com.mongodb.internal.connection.SocketStream.open(SocketStream.java:70) ~[task/:?]',
    category: 'database',
    patterns: ['mongo-server-selection'],
    source: 'awslabs/aws-athena-query-federation#1048',
  },
  {
    text: 'MongooseError: The `uri` parameter to `openUri()` must be a string, got "undefined". Make sure the first parameter to `mongoose.connect()` or `mongoose.createConnection()` is a string.',
    category: 'code',
    patterns: ['missing-environment-variable', 'invalid-argument-type'],
    source: 'serverless/examples#580',
  },
  {
    text: 'MongoDB connection error. Please make sure MongoDb is running. { MongoError: failed to connect to server [undefined:27017] on first connect [MongoError: getaddrinfo ENOTFOUND undefined undefined:27017]',
    category: 'network',
    patterns: ['dns-not-found'],
    source: 'serverless/serverless-graphql#305',
  },
  {
    text: '{\n  "error": "States.TaskFailed",\n  "cause": "An attempt was made to invoke the Lambda function. Step Functions cannot determine whether Lambda successfully received the call and executed the function."\n}',
    category: 'integration',
    patterns: [],
    source: 'HumanCellAtlas/data-store#1788',
  },
  {
    text: "Error unable to capture video stream: ffmpeg exited with code 1: Output #0, mp4, to '/tmp/d6c6f277/output.mp4':\nOutput file #0 does not contain any stream",
    category: null,
    patterns: [],
    source: 'prasanaworld/puppeteer-screen-recorder#55',
  },
  {
    text: 'Missing path for FFmpeg, \n Set the FFMPEG_PATH env variable',
    category: 'code',
    patterns: ['missing-environment-variable'],
    source: 'prasanaworld/puppeteer-screen-recorder#17',
  },
  {
    text: '{\n  "errorMessage": "Chromium revision is not downloaded. Run \\"npm install\\" or \\"yarn install\\"",\n  "errorType": "Error",\n  "stackTrace": [\n    "assert (/var/task/node_modules/puppeteer/lib/helper.js:282:11)"\n  ]\n}',
    category: 'dependency',
    patterns: [],
    since: 'browser-not-started',
    source: 'Kikobeats/aws-lambda-chrome#10',
  },
  {
    text: '2020-04-06 20:21:45.163 Error: Failed to launch the browser process!\n/var/task/node_modules/puppeteer/.local-chromium/linux-722234/chrome-linux/chrome: error while loading shared libraries: libX11.so.6: cannot open shared object file: No such file or directory',
    category: 'dependency',
    patterns: ['shared-library-missing'],
    source: 'alixaxel/chrome-aws-lambda#118',
  },
  {
    text: '{\n    "ClassName": "PuppeteerSharp.ChromiumProcessException",\n    "Message": "Failed to launch Chromium! ",\n    "Data": null\n}',
    category: 'dependency',
    patterns: ['shared-library-missing'],
    since: 'browser-not-started',
    source: 'hardkoded/puppeteer-sharp#1502',
  },
  {
    text: "browserContext.newPage: Executable doesn't exist at /home/sbx_user1051/.cache/ms-playwright/ffmpeg-1007/ffmpeg-linux",
    category: 'dependency',
    patterns: ['packaged-file-missing'],
    since: 'browser-not-started',
    source: 'JupiterOne/playwright-aws-lambda#57',
  },
  {
    text: 'ERROR\tError: Error: Could not find Chrome (ver. 123.0.6312.58). This can occur if either\n 1. you did not perform an installation before running the script (e.g. `npx puppeteer browsers install chrome`) or\n 2. your cache path is incorrectly configured (which is: /home/sbx_user1051/.cache/puppeteer).',
    category: 'dependency',
    patterns: [],
    since: 'browser-not-started',
    source: 'puppeteer/puppeteer#10393',
  },
  {
    text: "name 'ClientError' is not defined: NameError\nTraceback (most recent call last):\n  File \"/var/task/lambda_function.py\", line 28, in upload_file\n    except ClientError as e:\nNameError: name 'ClientError' is not defined",
    category: 'code',
    patterns: ['not-defined'],
    source: 'aws-samples/aws-serverless-workshop-innovator-island#30',
  },
  {
    text: 'botocore.errorfactory.ResourceNotFoundException: An error occurred (ResourceNotFoundException) when calling the Invoke operation: Function not found: arn:aws:lambda:us-east-1:123456789012:function:proxy-0',
    category: 'integration',
    patterns: ['function-not-found'],
    source: 'teticio/lambda-scraper#8',
  },
  {
    text: 'botocore.exceptions.ClientError: An error occurred (UnrecognizedClientException) when calling the ListFunctions operation: The security token included in the request is invalid.',
    category: 'permission',
    patterns: ['invalid-credentials'],
    source: 'epsagon/lambda-cost-calculator#6',
  },
  {
    text: 'botocore.exceptions.ClientError: An error occurred (500) when calling the GetFunction operation (reached max retries: 4): Internal Server Error',
    category: 'integration',
    patterns: ['upstream-5xx'],
    source: 'ansible/ansible-modules-extras#3261',
  },
  {
    text: "AttributeError: module 'botocore.errorfactory' has no attribute 'InvalidInputException'",
    category: 'code',
    patterns: ['python-attribute-error'],
    source: 'newrelic/newrelic-lambda-cli#63',
  },
  {
    text: 'botocore.exceptions.ClientError: An error occurred (Throttling) when calling the SimulatePrincipalPolicy operation (reached max retries: 4): Rate exceeded',
    category: 'throttling',
    patterns: ['sts-throttled', 'aws-throttled'],
    source: 'newrelic/newrelic-lambda-cli#63',
  },
  {
    text: '[uvicorn child stderr] Exception in thread Thread-1 (_fill_pool_continuously)\npanic: net/http: abort Handler\nExtension.Crash',
    category: 'dependency',
    patterns: ['extension-failed'],
    source: 'langwatch/langwatch#3565',
  },
  {
    text: '2024-09-10T13:32:59.424Z REPORT RequestId: fa60295b-85a2-495a-a7e2-da5c85a5eb1e\tDuration: 19266.38 ms\tBilled Duration: 19267 ms\tMemory Size: 2688 MB\tMax Memory Used: 2581 MB',
    category: null,
    patterns: [],
    source: 'aws-solutions-library-samples/cloud-intelligence-dashboards-data-collection#201',
  },
  {
    text: 'Error Runtime exited with error: signal: killed\nRuntime.ExitError',
    category: 'oom',
    patterns: ['lambda-out-of-memory'],
    source: 'aws-solutions-library-samples/cloud-intelligence-dashboards-data-collection#201',
  },
  {
    text: 'runtime error: invalid memory address or nil pointer dereference: errorString [{"path":"github.com/aws/aws-lambda-go@v1.13.3/lambda/function.go","line":35,"label":"(*Function).Invoke.func1"}]',
    category: 'code',
    patterns: ['null-pointer'],
    source: 'aws/aws-xray-sdk-go#153',
  },
  {
    text: '{\n  "errorMessage": "json: cannot unmarshal object into Go value of type []uint8",\n  "errorType": "UnmarshalTypeError"\n}',
    category: 'validation',
    patterns: ['malformed-json', 'schema-validation', 'event-of-another-shape'],
    source: 'aws/aws-lambda-go#445',
  },
  {
    text: "AxiosError: Client network socket disconnected before secure TLS connection was established\n    at Function.AxiosError.from (/var/task/index.js:434:1017576) {\n  port: 443,\n  path: null,\n  code: 'ECONNRESET'\n}",
    category: 'network',
    patterns: ['tls-handshake', 'connection-reset'],
    source: 'axios/axios#5811',
  },
  {
    text: "2018-12-14T02:00:17.989Z\tffdf5c83-ff43-11e8-8067-fb1206afb610\t{ ThrottlingException: Rate exceeded\nat Request.extractError (/var/task/node_modules/aws-sdk/lib/protocol/json.js:51:27)\nmessage: 'Rate exceeded',\ncode: 'ThrottlingException',",
    category: 'throttling',
    patterns: ['aws-throttled'],
    source: 'aws/aws-sdk-js#2432',
  },
  {
    text: 'Exception: Error 429: {"Reason":"CallerRateLimitExceeded","Type":"User","message":"Rate exceeded"}',
    category: 'throttling',
    patterns: ['lambda-throttled'],
    source: 'fyoorer/ShadowClone#25',
  },
  {
    text: 'Serverless Error ---------------------------------------\n \n  ServerlessError: Rate exceeded',
    category: 'throttling',
    patterns: ['aws-throttled'],
    source: 'serverless/serverless#4136',
  },
  {
    text: '{\n  "error": "TooManyRequestsException",\n  "cause": {\n    "errorType": "TooManyRequestsException",\n    "errorMessage": "Rate Exceeded.",\n    "trace": [\n      "TooManyRequestsException: Rate Exceeded."\n    ]\n  }\n}',
    category: 'throttling',
    patterns: ['lambda-throttled'],
    source: 'alexcasalboni/aws-lambda-power-tuning#133',
  },
  {
    text: "lambda.list_versions_by_function({'FunctionName': 'FUNC1'}): An error occurred (TooManyRequestsException) when calling the ListVersionsByFunction operation: Rate exceeded",
    category: 'throttling',
    patterns: ['lambda-throttled', 'aws-throttled'],
    source: 'indeni/dragoneye#41',
  },
  {
    text: 'An error occurred: OurLambdaFunction - Your request has been throttled by EC2, please make sure you have enough API rate limit. EC2 Error Code: RequestLimitExceeded. EC2 Error Message: Request limit exceeded. (Service: AWSLambda; Status Code: 400; Error Code: InvalidParameterValueException; Request ID: b8b4ac4c-8afc-11e8-8e5b-c354762b39bc).',
    category: 'throttling',
    patterns: ['aws-throttled'],
    source: 'serverless/serverless#5142',
  },
  {
    text: "ERROR\tUnhandled error during request: Error: ENOENT: no such file or directory, open '/var/task/chunks/schema.prisma'\n    at Object.openSync (fs.js:498:3)",
    category: 'dependency',
    patterns: ['packaged-file-missing', 'prisma-engine-missing'],
    source: 'serverless-nextjs/serverless-next.js#2459',
  },
  {
    text: "The Lambda function associated with the CloudFront distribution is invalid or doesn't have the required permissions. We can't connect to the server for this app or website at this time.",
    category: null,
    patterns: [],
    source: 'nextauthjs/next-auth#1481',
  },
  {
    text: 'TypeError: debugLib is not a function\n    at Object.<anonymous> (.next/serverless/pages/index.js:3452:15)',
    category: 'code',
    patterns: ['not-a-function'],
    source: 'prisma/orm#6032',
  },
  {
    text: 'Query engine binary for current platform "rhel-openssl-1.0.x" could not be found. This probably happens, because you built Prisma Client on a different platform.',
    category: 'dependency',
    patterns: ['prisma-engine-missing'],
    source: 'opennextjs/opennextjs-netlify#125',
  },
  {
    text: 'ERROR\tInvoke Error \t\n{\n    "errorType": "TypeError",\n    "errorMessage": "Cannot read properties of undefined (reading \'0\')",\n    "stack": [\n        "TypeError: Cannot read properties of undefined (reading \'0\')",\n        "    at Object.aEe [as convertFrom] (file:///var/task/index.mjs:2:18155)"\n    ]\n}',
    category: 'code',
    patterns: ['undefined-property', 'event-of-another-shape'],
    source: 'opennextjs/opennextjs-aws#806',
  },
  {
    text: '{"message":"","code":"ValidationException","time":"2016-10-14T04:53:43.852Z","statusCode":400,"retryable":false,"retryDelay":0,"level":"error"}',
    category: 'validation',
    patterns: ['aws-validation'],
    source: 'aws/aws-sdk-js#1186',
  },
  {
    text: 'aws: [ERROR]: An error occurred (ValidationException) when calling the UpdateItem operation: 1 validation error detected: One or more parameter values were invalid: An string set  may not be empty',
    category: 'database',
    patterns: ['dynamodb-unsupported-value'],
    source: 'ministackorg/ministack#1038',
  },
  {
    text: "{\n  \"errorMessage\": \"There were 8 validation errors:\\n* InvalidParameterType: Expected params.Item['recipient_id'] to be a structure\\n* UnexpectedParameter: Unexpected key '0' found in params.Item['recipient_id']\"\n}",
    category: 'validation',
    patterns: ['aws-parameter-invalid'],
    source: 'aws/aws-sdk-js#1236',
  },
  {
    text: '{"__type":"com.amazon.coral.validate#ValidationException","message":"One or more parameter values were invalid: An AttributeValue may not contain an empty string."}',
    category: 'database',
    patterns: ['dynamodb-key'],
    source: 'AdRoll/goamz#15',
  },
  {
    text: 'ERROR failed to execute query error="operation error DynamoDB: Query, https response error StatusCode: 400, RequestID: *redacted*, api error ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: Name, IndexKey: name"',
    category: 'database',
    patterns: ['dynamodb-key'],
    source: 'praetorian-inc/chariot-ui#353',
  },
  {
    text: '2017-06-16T00:42:08.242Z       a05123a5-522c-11e7-86dd-9bc16202cf58  { ValidationException: One or more parameter values were invalid: Missing the key RideID in the item\n    at Request.extractError (/var/runtime/node_modules/aws-sdk/lib/protocol/json.js:48:27)',
    category: 'database',
    patterns: ['dynamodb-key'],
    source: 'aws-samples/aws-serverless-workshops#31',
  },
  {
    text: "2019-12-08T14:58:04.349Z\t7e24a024-b8cd-4cfe-a22c-69bba0506c96\tINFO\tGetting configuration using params: {\n  TableName: 'dev-comply-hub-ext-configurations',\n  Key: { id: '148cc790-1867-11ea-95a1-575ea54c809c' }\n}",
    category: null,
    patterns: [],
    source: 'aws/aws-sdk-js#3003',
  },
  {
    text: 'ValidationException: Type mismatch for attribute to update',
    category: 'database',
    patterns: ['dynamodb-key', 'dynamodb-expression'],
    source: 'aws/aws-dynamodb-encryption-java#22',
  },
];

/** A second set, by the words of other areas (Redis, Ruby, custom runtimes, S3, Alexa, frameworks), after the catalogue was mended by the first. */
export const SECOND_SET: readonly HeldOut[] = [
  {
    text: "2024-05-03T16:36:45.046Z\t9349f934-4fe6-5d45-90dd-a79b5b290b8e\tfail\tIt was not possible to connect to the redis server(s). Error connecting right now. To allow this multiplexer to continue retrying until it's able to connect, use abortConnect=false in your connection string or AbortOnConnectFail=false; in your code.",
    category: 'database',
    patterns: ['redis-unreachable'],
    source: 'StackExchange/StackExchange.Redis#2710',
  },
  {
    text: '{\n  "errorType": "RedisConnectionException",\n  "errorMessage": "No connection is active/available to service this operation: GET key; UnableToConnect on cache.example.com:6379/Interactive, Initializing/NotStarted, last: NONE, origin: BeginConnectAsync, outstanding: 0",\n  "stackTrace": []\n}',
    category: 'database',
    patterns: ['redis-unreachable'],
    source: 'StackExchange/StackExchange.Redis#1825',
  },
  {
    text: '{\n  "errorMessage": "undefined method `[]\' for nil:NilClass",\n  "errorType": "Function<NoMethodError>",\n  "stackTrace": [\n    "/var/task/vendor/bundle/ruby/2.5.0/gems/serverless-rack-1.0.3/lib/serverless_rack.rb:93:in `build_environ\'"\n  ]\n}',
    category: 'code',
    patterns: ['null-pointer', 'event-of-another-shape'],
    source: 'logandk/serverless-rack#6',
  },
  {
    text: '2017-10-08 11:48:14.171 (-04:00)\t174435b4-ac40-11e7-8395-718ecbe1fc90\t{"errorMessage":"Process exited with non-zero status code: 1","errorType":"Error","stackTrace":["ChildProcess.<anonymous> (/var/task/handler.js:17:23)"]}',
    category: 'code',
    patterns: ['process-exited'],
    source: 'stewartlord/serverless-ruby#5',
  },
  {
    text: 'Init error when loading handler lambda.handler\n{\n"errorMessage": "cannot load such file -- rack",\n"errorType": "Init<LoadError>",\n"stackTrace": [\n"/var/lang/lib/ruby/2.5.0/rubygems/core_ext/kernel_require.rb:59:in `require\'"\n]\n}',
    category: 'dependency',
    patterns: ['ruby-gem-missing'],
    source: 'aws-samples/serverless-sinatra-sample#10',
  },
  {
    text: "stderr:\n/var/task/lib/ruby/lib/ruby/gems/2.1.0/gems/bundler-1.7.12/lib/bundler/spec_set.rb:92:in `block in materialize': Could not find rake-10.5.0 in any of the sources (Bundler::GemNotFound)",
    category: 'dependency',
    patterns: ['ruby-gem-missing'],
    source: 'lorennorman/ruby-on-lambda#4',
  },
  {
    text: 'Init error when loading handler\n{\n  "errorMessage": "/opt/ruby/3.3.0/gems/dry-system-1.2.1/lib/dry/system/plugins/monitoring.rb:35: anonymous block parameter is also used within block",\n  "errorType": "Init<SyntaxError>"\n}',
    category: 'code',
    patterns: ['syntax-error'],
    source: 'aws/aws-sam-cli#7839',
  },
  {
    text: '{"errorType":"exitError","errorMessage":"RequestId: 2c7749fd-5225-1b68-379b-6dac438efe8c Error: Couldn\'t find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}',
    category: 'dependency',
    patterns: ['invalid-entrypoint'],
    source: 'aws/aws-lambda-builders#174',
  },
  {
    text: '2021/10/05/[$LATEST]0938a24bbc4948958ccc97d3872b0943 2021-10-05T11:33:21.353000 RequestId: 0d01fbf8-b09f-4a39-9507-5d37f84d792e Error: fork/exec /var/task/bootstrap: exec format error\nRuntime.InvalidEntrypoint',
    category: 'dependency',
    patterns: ['exec-format'],
    source: 'aws/aws-sam-cli#3338',
  },
  {
    text: "Handler file 'index' not found in deployment package",
    category: 'dependency',
    patterns: ['handler-file-missing'],
    source: 'floci-io/floci#1425',
  },
  {
    text: "Build Failed\nError: 'provided' runtime is not supported",
    category: null,
    patterns: [],
    source: 'denoland/deno-lambda#87',
  },
  {
    text: '2018-04-04T06:31:01.183Z\t49ae6ad5-37d1-11e8-a2d2-c7a4ff1b1fe1\n{\n    "errorMessage": "Error processing demo/83d32285-b4c3-4b18-ba8d-a5d7fb747ec0.png: S3 getObject failed: NoSuchKey: The specified key does not exist."\n}',
    category: 'integration',
    patterns: ['s3-no-such-key'],
    source: 'ysugimoto/aws-lambda-image#161',
  },
  {
    text: "Unable to generate thumbnail for 'test-bucket/file9241312063946.jpg' due to error: Error: Stream yields empty buffer",
    category: null,
    patterns: [],
    source: 'sailyapp/aws-s3-lambda-thumbnail-generator#6',
  },
  {
    text: 'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist. (Service: AWSLambdaInternal; Status Code: 400; Error Code: InvalidParameterValueException;',
    category: 'integration',
    patterns: ['s3-no-such-key'],
    source: 'aws-solutions/dynamic-image-transformation-for-amazon-cloudfront#100',
  },
  {
    text: '2021-01-13T03:38:01.328Z\t453e3118-2293-4632-be5e-aed92f7f2a6f\tERROR\t{ AccessDenied: Access Denied\n    at Request.extractError (/var/runtime/node_modules/aws-sdk/lib/services/s3.js:700:35)\n    at Request.callListeners (/var/runtime/node_modules/aws-sdk/lib/sequential_executor.js:106:20)',
    category: 'permission',
    patterns: ['s3-access-denied'],
    source: 'aws-amplify/amplify-cli#6375',
  },
  {
    text: '<Error>\n<Code>AccessDenied</Code>\n<Message>Access Denied</Message>\n<RequestId>E6BC853F822F087E</RequestId>\n</Error>',
    category: 'permission',
    patterns: ['s3-access-denied', 'access-denied'],
    source: 'sagidM/s3-resizer#13',
  },
  {
    text: '<Code>NoSuchKey</Code>\n<Message>The specified key does not exist.</Message>\n<Key>750x750/force.png</Key>',
    category: 'integration',
    patterns: ['s3-no-such-key'],
    source: 'sagidM/s3-resizer#13',
  },
  {
    text: 'LAMBDA_RUNTIME Failed to post handler success response. Http response code: 403.',
    category: null,
    patterns: [],
    source: 'amazon-archives/amplify-photo-gallery-workshop#30',
  },
  {
    text: 'ArgumentError: Missing key error: foo',
    category: null,
    patterns: [],
    source: 'aws/aws-sdk-ruby#2032',
  },
  {
    text: '{\n  "errorMessage": "Alexa.SkillBuilders.standard is not a function",\n  "errorType": "TypeError",\n  "stackTrace": [\n    "Module._compile (module.js:652:30)"\n  ]\n}',
    category: 'code',
    patterns: ['not-a-function'],
    source: 'alexa-samples/skill-sample-nodejs-fact-in-skill-purchases#9',
  },
  {
    text: "2017-08-14T06:39:47.468Z 5af7ac74-80bb-11e7-9b7e-5b3b7c9fd513 TypeError: Cannot read property 'emit' of undefined at /var/task/index.js:62:31",
    category: 'code',
    patterns: ['undefined-property'],
    source: 'alexa/alexa-cookbook#23',
  },
  {
    text: '{\n  "errorMessage": "Cannot read property \'application\' of undefined",\n  "errorType": "TypeError",\n  "stackTrace": [\n    "AlexaSkill.execute (/var/task/AlexaSkill.js:72:62)"\n  ]\n}',
    category: 'code',
    patterns: ['undefined-property', 'event-of-another-shape'],
    source: 'BeSmarterWithData/alexaroku#16',
  },
  {
    text: '{\n  "errorMessage": "onLaunch should be overriden by subclass"\n}',
    category: null,
    patterns: [],
    source: 'bklavet/Echo-skill-to-control-Directv#30',
  },
  {
    text: '{\n  "errorMessage": "Cannot find module \'alexa-sdk\'",\n  "errorType": "Error",\n  "stackTrace": [\n    "Module.require (module.js:497:17)",\n    "Object.<anonymous> (/var/task/index.js:15:15)"\n  ]\n}',
    category: 'dependency',
    patterns: ['node-package-missing'],
    source: 'alexa-samples/skill-sample-nodejs-trivia#40',
  },
  {
    text: "Unable to import module 'index': Error\nat Function.Module._load (module.js:417:25)\nat Module.require (module.js:497:17)",
    category: 'dependency',
    patterns: ['handler-file-missing', 'node-package-missing'],
    source: 'josephschmitt/alexa-libby#30',
  },
  {
    text: 'module initialization error: TypeError\n    at Object.<anonymous> (/var/task/index.js:645:39)\n    at Module._compile (module.js:652:30)',
    category: null,
    patterns: [],
    source: 'alexa-samples/skill-sample-nodejs-fact-in-skill-purchases#9',
  },
  {
    text: 'time="2021-01-25T10:14:15.45" level=error msg="Init failed" InvokeID= error="Runtime exited without providing a reason"',
    category: 'code',
    patterns: ['process-exited'],
    source: 'micronaut-projects/micronaut-core#4852',
  },
  {
    text: 'io.micronaut.context.exceptions.ConfigurationException: Exception thrown instantiating MicronautLambdaRuntimeHandler\n        at io.micronaut.function.aws.runtime.MicronautLambdaRuntime.createRequestHandler(MicronautLambdaRuntime.java:40)',
    category: null,
    patterns: [],
    source: 'micronaut-projects/micronaut-aws#881',
  },
  {
    text: 'Quarkus bootstrap failed.\njava.lang.ClassNotFoundException: io.quarkus.runner.ApplicationImpl\n\tat java.net.URLClassLoader.findClass(URLClassLoader.java:382)\n\tat java.lang.ClassLoader.loadClass(ClassLoader.java:424)',
    category: 'dependency',
    patterns: ['java-class-missing'],
    source: 'quarkusio/quarkus#7949',
  },
  {
    text: 'java.lang.IllegalStateException: Missing HTTP method in request event',
    category: 'validation',
    patterns: ['event-of-another-shape'],
    source: 'quarkusio/quarkus#24284',
  },
  {
    text: 'Fatal error: Util_sun_misc_Signal.ensureInitialized: CSunMiscSignal.open() failed.\nRequestId: f6f53574-caf7-4ac4-aa57-9699cd2b6996 Error: Runtime exited with error: exit status 99\nRuntime.ExitError',
    category: 'code',
    patterns: ['process-exited'],
    source: 'marcinczeczko/quarkus-lambda-native#7',
  },
  {
    text: "[1562665728357] __call__() missing 1 required positional argument: 'send'",
    category: 'code',
    patterns: ['python-arguments'],
    source: 'Miserlou/Zappa#1896',
  },
  {
    text: 'populate() isn\'t reentrant: RuntimeError\nTraceback (most recent call last):\n  File "/var/task/handler.py", line 460, in lambda_handler\n    return LambdaHandler.lambda_handler(event, context)\nRuntimeError: populate() isn\'t reentrant',
    category: null,
    patterns: [],
    source: 'Miserlou/Zappa#324',
  },
  {
    text: '{\n    "message": "An uncaught exception happened while servicing this request.", \n    "traceback": [\n        "Traceback (most recent call last):\\n", \n        "TypeError: \'NoneType\' object is not callable\\n"\n    ]\n}',
    category: 'code',
    patterns: ['python-none'],
    source: 'Miserlou/Zappa#351',
  },
];

export const SETS: readonly { name: string; messages: readonly HeldOut[]; firstRun: FirstRun }[] = [
  { name: 'first set', messages: FIRST_SET, firstRun: { right: 47, category: 0, none: 15, wrong: 4, 'rightly-none': 13 } },
  { name: 'second set', messages: SECOND_SET, firstRun: { right: 17, category: 1, none: 8, wrong: 0, 'rightly-none': 8 } },
];
