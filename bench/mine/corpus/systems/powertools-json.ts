import { fragment, times, type System } from '../template.ts';
import { whole, size, decimal, code, hex, any, pick, oneOf, listOf, pool, text, flag } from '../values.ts';
import {
  digits,
  uuid,
  publicIp,
  status,
  method,
  userName,
  personName,
  city,
  country,
  currency,
  email,
  service,
  host,
  region,
  account,
  table,
  column,
  urlPath,
  filePath,
  goDuration,
  json,
  isoTime,
  isoDay,
  epochMillis,
} from '../vocabulary.ts';

const functionName = pool(3, text`${service}-${any('prod', 'staging')}`);
const context = fragment`"timestamp":"${isoTime}","service":"${service}","cold_start":${pick('false', 'true')},"function_arn":"arn:aws:lambda:${region}:${account}:function:${functionName}","function_memory_size":"${pick('512', '1024')}","function_name":"${functionName}","function_request_id":"${uuid}","sampling_rate":${pick('0', '0.1')},"xray_trace_id":"1-${hex(8)}-${hex(24)}"`;
const error = fragment`"error":{"name":"${pick('TypeError', 'TimeoutError', 'PaymentDeclinedError', 'ConditionalCheckFailedException', 'Error')}","location":"file:///var/task/${any('index', 'app', 'handler')}.mjs:${whole(1, 40000)}","message":"${pick('socket hang up', 'Request timed out', 'Card declined', 'The conditional request failed', '')}","stack":"${text`Error: at handler (/var/task/index.mjs:${whole(1, 900)}:${whole(1, 90)})`}"}`;

/** Functions with Powertools for AWS Lambda: structured lines of its logger, and metrics in embedded format. */
export const powertoolsJson: System = {
  name: 'PowertoolsJson',
  templates: [
    times(420)`{"level":"INFO","message":"Request received",${context},"method":"${method}","path":"${urlPath}"}`,
    times(380)`{"level":"INFO","message":"Request completed",${context},"statusCode":${status},"durationMs":${size(2, 9000)}}`,
    times(
      190,
    )`{"level":"DEBUG","message":"Cache lookup",${context},"key":"${text`${any('cart', 'session', 'price')}:${hex(10)}`}","hit":${flag}}`,
    times(
      150,
    )`{"level":"INFO","message":"Order created",${context},"orderId":"${uuid}","customer":{"name":"${personName}","city":"${city}"},"total":${decimal(3, 900, 2)}}`,
    times(
      80,
    )`{"_aws":{"Timestamp":${epochMillis},"CloudWatchMetrics":[{"Namespace":"${pick('Shop', 'ShopInternal')}","Dimensions":[["service"]],"Metrics":[{"Name":"OrderCreated","Unit":"Count"}]}]},"service":"${service}","OrderCreated":1}`,
    times(
      34,
    )`{"_aws":{"Timestamp":${epochMillis},"CloudWatchMetrics":[{"Namespace":"${pick('Shop', 'ShopInternal')}","Dimensions":[["service"]],"Metrics":[{"Name":"PaymentLatency","Unit":"Milliseconds"}]}]},"service":"${service}","PaymentLatency":${size(40, 9000)}}`,
    times(
      6,
    )`{"_aws":{"Timestamp":${epochMillis},"CloudWatchMetrics":[{"Namespace":"${pick('Shop', 'ShopInternal')}","Dimensions":[["service"]],"Metrics":[{"Name":"CartAbandoned","Unit":"Count"}]}]},"service":"${service}","CartAbandoned":${whole(1, 9)}}`,
    times(
      100,
    )`{"level":"INFO","message":"Payment authorized",${context},"orderId":"${uuid}","provider":"${pick('stripe', 'adyen', 'paypal')}","amount":${decimal(3, 900, 2)},"currency":"${currency}"}`,
    times(
      90,
    )`{"level":"DEBUG","message":"DynamoDB query",${context},"table":"${table}","index":${oneOf(any('null'), any('"byCustomer"', '"gsi1"'))},"items":${whole(0, 50)}}`,
    times(
      80,
    )`{"level":"INFO","message":"Event published",${context},"bus":"${any('shop-events', 'default')}","detailType":"${pick('OrderCreated', 'OrderShipped', 'StockChanged')}","eventId":"${uuid}"}`,
    times(
      70,
    )`{"level":"INFO","message":"Processing batch",${context},"records":${whole(1, 10)},"source":"${any('aws:sqs', 'aws:kinesis')}"}`,
    times(66)`{"level":"INFO","message":"Batch processed",${context},"succeeded":${whole(0, 10)},"failed":${pick('0', '1', '2')}}`,
    times(
      60,
    )`{"level":"INFO","message":"Stock reserved",${context},"sku":"${text`${code('ABCDEFG', 3)}-${digits(5)}`}","quantity":${whole(1, 12)},"warehouse":"${city}"}`,
    times(40)`{"level":"DEBUG","message":"Event",${context},"event":${json}}`,
    times(
      34,
    )`{"level":"WARN","message":"Stock is low",${context},"sku":"${text`${code('ABCDEFG', 3)}-${digits(5)}`}","left":${whole(0, 9)}}`,
    times(30)`{"level":"WARN","message":"Retrying call to ${service}",${context},"attempt":${whole(1, 5)},"delayMs":${size(20, 5000)}}`,
    times(24)`{"level":"ERROR","message":"Request failed",${context},${error}}`,
    times(
      20,
    )`{"level":"ERROR","message":"Payment failed",${context},"orderId":"${uuid}","provider":"${pick('stripe', 'adyen', 'paypal')}",${error}}`,
    times(18)`{"level":"INFO","message":"Idempotent response returned",${context},"idempotencyKey":"${text`${functionName}#${hex(32)}`}"}`,
    times(16)`{"level":"INFO","message":"User ${userName} signed in",${context},"ip":"${publicIp}","mfa":${flag}}`,
    times(
      14,
    )`{"level":"WARN","message":"Validation failed",${context},"issues":[${listOf(text`{"path":"${column}","code":"${pick('invalid_type', 'too_small', 'invalid_string')}"}`, 1, 4, ',')}]}`,
    times(
      12,
    )`{"level":"INFO","message":"Mail sent to ${email}",${context},"template":"${any('order-confirmation', 'password-reset', 'invoice_v2')}","messageId":"${uuid}"}`,
    times(
      9,
    )`{"level":"INFO","message":"Parameters loaded",${context},"names":[${listOf(any('"/shop/db/url"', '"/shop/flags"', '"/shop/limits/v2"'), 0, 3, ',')}],"maxAgeSeconds":${any('5', '60', '300')}}`,
    times(8)`{"level":"ERROR","message":"Record ${uuid} could not be processed",${context},${error}}`,
    times(
      7,
    )`{"_aws":{"Timestamp":${epochMillis},"CloudWatchMetrics":[{"Namespace":"Shop","Dimensions":[["service","function_name"]],"Metrics":[{"Name":"ColdStart","Unit":"Count"}]}]},"service":"${service}","function_name":"${functionName}","ColdStart":1}`,
    times(
      7,
    )`{"level":"WARN","message":"Discount code rejected",${context},"code":"${text`${code('ABCDEFGH', 5)}${any('', '10', '25')}`}","reason":"${pick('expired', 'unknown', 'already used')}"}`,
    times(6)`{"level":"INFO","message":"Refund issued",${context},"orderId":"${uuid}","amount":${decimal(3, 300, 2)},"by":"${userName}"}`,
    times(5)`{"level":"WARN","message":"Token expires soon",${context},"expiresAt":"${isoTime}","subject":"${email}"}`,
    times(
      4,
    )`{"level":"ERROR","message":"Circuit opened for ${host}",${context},"failures":${whole(5, 40)},"openMs":${any('10000', '30000')}}`,
    times(3)`{"level":"INFO","message":"Circuit closed for ${host}",${context}}`,
    times(3)`{"level":"WARN","message":"No customer context, using defaults",${context},"country":"${country}"}`,
    times(2)`{"level":"CRITICAL","message":"Ledger out of balance",${context},"difference":${decimal(0.01, 90, 2)},"day":"${isoDay}"}`,
    times(2)`{"level":"INFO","message":"Export finished",${context},"file":"${filePath}","rows":${size(1, 90000)},"took":"${goDuration}"}`,
    times(1)`{"level":"WARN","message":"Schema version ${whole(1, 4)} is deprecated",${context},"producer":"${service}"}`,
  ],
};
