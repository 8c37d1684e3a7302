import { times, type System } from '../template.ts';
import { whole, size, decimal, hex, any, pick, oneOf, listOf, text } from '../values.ts';
import {
  token,
  uuid,
  status,
  method,
  city,
  service,
  host,
  region,
  table,
  column,
  urlPath,
  filePath,
  json,
  isoTime,
  isoDay,
  dayOfYear,
  bytes,
} from '../vocabulary.ts';

const bucket = pick('acme-uploads', 'acme-reports', 'data-lake-raw-01');
const key = text`${any('incoming', 'exports/daily', 'year=2025/month=03')}/${token(8)}.${pick('csv', 'parquet', 'json.gz')}`;
const operation = pick('PutItem', 'GetItem', 'InvokeFunction', 'SendMessage', 'GetObject');
const awsError = pick('ProvisionedThroughputExceededException', 'AccessDeniedException', 'NoSuchKey', 'ThrottlingException');

const failure = oneOf(
  text`KeyError: '${column}'`,
  text`ClientError: An error occurred (${awsError}) when calling the ${operation} operation: ${pick('Rate exceeded', 'Access Denied')}`,
  text`Runtime.ImportModuleError: Unable to import module '${any('app', 'handlers.orders')}': No module named '${any('pandas', 'psycopg2', 'requests')}'`,
  text`ValueError: could not convert string to float: '${pick('', 'n/a', '12,50')}'`,
);
const frame = text` File "/var/task/${any('app', 'handlers/orders', 'etl_v2')}.py", line ${whole(1, 400)}, in ${any('lambda_handler', 'parse_row', 'transform')}`;
/** AWS Lambda on Python: lines of the platform, of boto and of a function that turns files into rows. */
export const pythonLambda: System = {
  name: 'PythonLambda',
  templates: [
    times(210)`START RequestId: ${uuid} Version: ${pick('$LATEST', '4')}`,
    times(210)`END RequestId: ${uuid}`,
    times(
      190,
    )`REPORT RequestId: ${uuid}\tDuration: ${decimal(20, 60000, 2)} ms\tBilled Duration: ${size(20, 60000)} ms\tMemory Size: ${pick('1024', '2048')} MB\tMax Memory Used: ${whole(80, 1900)} MB\t`,
    times(
      18,
    )`REPORT RequestId: ${uuid}\tDuration: ${decimal(20, 60000, 2)} ms\tBilled Duration: ${size(20, 60000)} ms\tMemory Size: ${pick('1024', '2048')} MB\tMax Memory Used: ${whole(80, 1900)} MB\tInit Duration: ${decimal(200, 3000, 2)} ms\t`,
    times(
      18,
    )`INIT_START Runtime Version: python:${any('3.12.v51', '3.13.v20')}\tRuntime Version ARN: arn:aws:lambda:${region}::runtime:${hex(64)}`,
    times(230)`Reading s3://${bucket}/${key}`,
    times(200)`Parsed ${size(1, 200000)} rows from ${key} in ${decimal(0.01, 50, 2)}s`,
    times(160)`Wrote batch ${whole(1, 400)}/${whole(1, 400)} to ${table} (${size(1, 500)} rows)`,
    times(120)`Found credentials in environment variables.`,
    times(96)`Row ${size(1, 200000)}: ${column} is empty, using default '${pick('', 'n/a', '0', 'unknown')}'`,
    times(
      80,
    )`event=${text`{'Records': [{'eventSource': 'aws:s3', 'awsRegion': '${region}', 's3': {'bucket': {'name': '${bucket}'}, 'object': {'key': '${key}', 'size': ${size(1, 9000000)}}}}]}`}`,
    times(
      70,
    )`Starting new HTTPS connection (${whole(1, 9)}): ${any('dynamodb.eu-central-1.amazonaws.com', 's3.eu-west-1.amazonaws.com', 'api.example.com')}:443`,
    times(64)`https://${any('api.example.com', 'hooks.example.org')}:443 "${method} ${urlPath} HTTP/1.1" ${status} ${size(2, 90000)}`,
    times(48)`Geocoded '${city}' to (${decimal(1, 70, 5)}, ${decimal(1, 150, 5)})`,
    times(40)`Dropping column ${column}: all values are null`,
    times(36)`Schema of ${table}: [${listOf(text`'${column}'`, 1, 6)}]`,
    times(30)`Invoking ${service} with payload ${json}`,
    times(24)`Retry needed, action of: ${decimal(0.1, 20, 6)}`,
    times(20)`Row ${size(1, 200000)} rejected: invalid date '${oneOf(isoDay, dayOfYear, any('31.02.2025', '', 'yesterday'))}'`,
    times(16)`Connection pool is full, discarding connection: ${host}. Connection pool size: ${any('10', '50')}`,
    times(
      14,
    )`An error occurred (${awsError}) when calling the ${operation} operation: ${pick('Rate exceeded', 'Access Denied', 'The specified key does not exist.', 'User is not authorized to perform this action')}`,
    times(
      12,
    )`Retrying (Retry(total=${whole(0, 4)}, connect=None, read=None, redirect=None, status=None)) after connection broken by '${pick('ReadTimeoutError', 'NewConnectionError', 'RemoteDisconnected')}': ${urlPath}`,
    times(10)`Model ${any('demand-forecast', 'fraud_xgb', 'churn-v3')} loaded from ${filePath} (${bytes})`,
    times(9)`Prediction for ${uuid}: ${decimal(0.001, 1, 4)} (threshold ${any('0.5', '0.85')})`,
    times(21)`[ERROR] ${failure} Traceback (most recent call last):${listOf(frame, 0, 3, '')}`,
    times(5)`${isoTime} ${uuid} Task timed out after ${pick('60.00', '300.07')} seconds`,
    times(
      5,
    )`/var/task/${any('app', 'etl_v2')}.py:${whole(1, 400)}: FutureWarning: The behavior of DataFrame concatenation with empty or all-NA entries is deprecated.`,
    times(4)`Deleted ${whole(0, 900)} expired objects below s3://${bucket}/${any('tmp', 'incoming')}/`,
    times(
      3,
    )`Moved ${key} to ${any('quarantine', 'processed')}/${isoDay} because of ${pick('UnicodeDecodeError', 'ParserError', 'BadZipFile')}`,
    times(3)`Memory usage is at ${whole(80, 99)}%`,
    times(2)`Checkpoint saved: offset=${size(1, 9000000)} etag="${hex(32)}"`,
    times(2)`Published metrics: {'rows': ${size(1, 200000)}, 'rejected': ${whole(0, 90)}, 'elapsed': ${decimal(0.1, 60, 3)}}`,
    times(1)`Nothing to do for ${isoDay}`,
    times(1)`Lock held by ${uuid} since ${isoTime}, giving up`,
  ],
};
