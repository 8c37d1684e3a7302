import { fragment, times, type System } from '../template.ts';
import { whole, size, decimal, hex, any, pick, oneOf, listOf, text, flag } from '../values.ts';
import {
  token,
  uuid,
  status,
  method,
  userName,
  email,
  service,
  host,
  region,
  account,
  column,
  url,
  filePath,
  orderState,
  json,
  isoTime,
  isoDay,
  epochSeconds,
} from '../vocabulary.ts';

const arn = text`arn:aws:lambda:${region}:${account}:function:${service}-${any('prod', 'staging')}`;
const traceId = text`1-${hex(8)}-${hex(24)}`;
const usage = fragment`Duration: ${decimal(1, 9000, 2)} ms\tBilled Duration: ${size(1, 9000)} ms\tMemory Size: ${pick('512', '1024', '128')} MB\tMax Memory Used: ${whole(62, 480)} MB\t`;
const property = pick('id', 'length', 'customerId', 'items', 'address1', 'toString');
const stack = text`"    at ${any('handler', 'Runtime.handler', 'processRecord', 'async Promise.all (index 2)')} (/var/task/${any('index', 'src/orders', 'dist/handler-v2')}.js:${whole(1, 900)}:${whole(1, 80)})"`;
const tableName = pick('Orders-prod', 'Customers-prod', 'inventory_v2', 'sessions');
const queueUrl = text`https://sqs.${region}.amazonaws.com/${account}/${any('order-events', 'mail-outbox', 'returns-dlq2')}`;

const errorKind = oneOf(
  text`"errorType":"TypeError","errorMessage":"Cannot read properties of undefined (reading '${property}')"`,
  text`"errorType":"Error","errorMessage":"${pick('getaddrinfo ENOTFOUND api.example.com', 'Request failed with status code 503', 'Order not found', '')}"`,
  text`"errorType":"SyntaxError","errorMessage":"Unexpected token '<', \\"<html><h\\"... is not valid JSON"`,
);
/** AWS Lambda on Node.js: lines of the platform, and what a function's console prints, without time, request and level. */
export const lambdaNode: System = {
  name: 'LambdaNode',
  templates: [
    times(395)`START RequestId: ${uuid} Version: ${pick('$LATEST', '17', '18')}`,
    times(395)`END RequestId: ${uuid}`,
    times(300)`REPORT RequestId: ${uuid}\t${usage}`,
    times(38)`REPORT RequestId: ${uuid}\t${usage}Init Duration: ${decimal(120, 1900, 2)} ms\t`,
    times(50)`REPORT RequestId: ${uuid}\t${usage}XRAY TraceId: ${traceId}\tSegmentId: ${hex(16)}\tSampled: ${flag}\t`,
    times(5)`REPORT RequestId: ${uuid}\t${usage}Status: ${pick('timeout', 'error')}\t`,
    times(
      38,
    )`INIT_START Runtime Version: nodejs:${any('20.v61', '22.v38', '20.v62')}\tRuntime Version ARN: arn:aws:lambda:${region}::runtime:${hex(64)}`,
    times(
      4,
    )`INIT_REPORT Init Duration: ${decimal(900, 10100, 2)} ms\tPhase: ${pick('init', 'invoke')}\tStatus: ${pick('timeout', 'error')}\tError Type: ${pick('Runtime.ExitError', 'Sandbox.Timedout', 'Runtime.Unknown')}`,
    times(
      12,
    )`EXTENSION\tName: ${any('cloudwatch_lambda_agent', 'AppConfigAgent', 'datadog-agent')}\tState: ${pick('Ready', 'Registered')}\tEvents: [${pick('INVOKE, SHUTDOWN', 'SHUTDOWN', '')}]`,
    times(
      6,
    )`TELEMETRY\tName: ${any('datadog-agent', 'log-shipper-2')}\tState: Subscribed\tTypes: [${pick('Platform, Function', 'Platform', 'Platform, Function, Extension')}]`,
    times(4)`${isoTime} ${uuid} Task timed out after ${pick('3.00', '30.03', '6.01')} seconds`,
    times(3)`RequestId: ${uuid} Error: Runtime exited with error: ${pick('signal: killed', 'exit status 1', 'exit status 129')}`,
    times(9)`Invoke Error \t{${errorKind},"stack":[${listOf(stack, 1, 5, ',')}]}`,
    times(
      3,
    )`Unhandled Promise Rejection \t{"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"${pick('Error: connect ECONNREFUSED 10.0.3.17:6379', 'TimeoutError: socket hang up', 'Error: aborted')}","trace":[${listOf(stack, 1, 4, ',')}]}`,
    times(
      2,
    )`Uncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module '${any('pg', './lib/tax', '@acme/logger2')}'","stack":[${listOf(stack, 1, 4, ',')}]}`,
    times(170)`Received event: ${json}`,
    times(120)`Processing ${whole(1, 10)} records from ${arn}`,
    times(96)`Processed message ${uuid} in ${size(2, 4000)}ms`,
    times(60)`Loaded order ${whole(10000, 999999)} for customer ${userName} (${orderState})`,
    times(44)`Cache ${pick('hit', 'miss', 'stale')} for key ${pick('session', 'cart', 'price')}:${hex(12)}`,
    times(40)`Writing item to ${tableName}: { pk: '${token(10)}', ttl: ${epochSeconds}, total: ${decimal(1, 900, 2)} }`,
    times(36)`Sent message ${uuid} to ${queueUrl}`,
    times(30)`Response: { statusCode: ${status}, body: '${json}' }`,
    times(
      26,
    )`Uploaded ${filePath} to s3://${any('acme-exports', 'acme-invoices-2025')}/${isoDay}/${uuid}.pdf (${size(800, 9000000)} bytes)`,
    times(22)`No orders to process`,
    times(18)`Skipping duplicate event ${uuid}`,
    times(14)`Retrying ${method} ${url} (attempt ${whole(1, 5)} of ${any('3', '5')}) after ${size(50, 9000)} ms`,
    times(
      12,
    )`(node:${whole(2, 20)}) [DEP0040] DeprecationWarning: The \`punycode\` module is deprecated. Please use a userland alternative instead.`,
    times(9)`Slow query on ${tableName}: ${size(1000, 28000)} ms, consumed ${decimal(0.5, 300, 1)} capacity units`,
    times(8)`ConditionalCheckFailedException: The conditional request failed for ${tableName} ${text`${column}=${token(6)}`}`,
    times(7)`Failed to send e-mail to ${email}: ${pick('Throttling', 'MessageRejected', 'Address is on the suppression list')}`,
    times(5)`Secret ${any('prod/db', 'prod/stripe', 'shared/api-key-2')} refreshed, next rotation ${isoDay}`,
    times(5)`Remaining time ${size(20, 2900)} ms is below the limit, stopping after ${whole(0, 40)} of ${whole(41, 100)} records`,
    times(4)`Feature flag ${any('new-checkout', 'price_v2', 'darkMode')} is ${flag} for tenant ${any('acme', 'globex', 'umbrella')}`,
    times(3)`ThrottlingException: Rate exceeded, waiting ${size(100, 9000)} ms`,
    times(2)`Connected to redis at ${host}:${any('6379', '6380')}`,
    times(2)`ValidationError: "${column}" must be ${pick('a string', 'a number', 'one of [EUR, USD]', 'a valid email')}`,
    times(1)`Using fallback configuration, AppConfig returned ${status}`,
    times(1)`Dead letter queue ${queueUrl} holds ${size(1, 5000)} messages`,
  ],
};
