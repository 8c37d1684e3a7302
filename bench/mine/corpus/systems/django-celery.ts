import { fragment, times, type System } from '../template.ts';
import { whole, size, decimal, padded, any, pick, oneOf, listOf, text } from '../values.ts';
import {
  token,
  uuid,
  privateIp,
  publicIp,
  port,
  status,
  method,
  userName,
  email,
  host,
  systemError,
  sql,
  urlPath,
  spacedTime,
} from '../vocabulary.ts';

const task = pick(
  'orders.tasks.send_confirmation',
  'catalog.tasks.reindex_product',
  'billing.tasks.charge_subscription',
  'celery.backend_cleanup',
  'reports.tasks.export_v2',
);
const taskRun = fragment`${task}[${uuid}]`;
const pyError = pick(
  "ConnectionError('Connection aborted.')",
  "Timeout('timed out')",
  "ValueError('invalid literal for int() with base 10')",
  "DoesNotExist('Order matching query does not exist.')",
);
const app = pick('orders', 'catalog', 'accounts', 'billing', 'auth');
const worker = text`celery@${any('worker-1', 'worker-2', 'beat', 'mailer')}`;

/** A Django site with Celery workers and their scheduler. */
export const djangoCelery: System = {
  name: 'DjangoCelery',
  templates: [
    times(420)`"${method} ${urlPath} HTTP/1.1" ${status} ${size(2, 90000)}`,
    times(310)`Task ${taskRun} received`,
    times(
      285,
    )`Task ${taskRun} succeeded in ${decimal(0.001, 90, 15)}s: ${oneOf(any('None'), any('True'), whole(0, 900), text`{'sent': ${whole(0, 20)}}`)}`,
    times(
      240,
    )`(${decimal(0.001, 3, 3)}) ${sql}; args=(${listOf(oneOf(whole(1, 9999), text`'${token(6)}'`), 0, 3)}); alias=${pick('default', 'replica')}`,
    times(140)`Scheduler: Sending due task ${any('cleanup-sessions', 'hourly-report', 'sync_stock')} (${task})`,
    times(90)`Not Found: ${urlPath}`,
    times(60)`Watching for file changes with StatReloader`,
    times(56)`Task ${taskRun} retry: Retry in ${any('10', '60', '300')}s: ${pyError}`,
    times(48)`Confirmation for order #${whole(1000, 99999)} sent to ${email}`,
    times(40)`Unauthorized: ${urlPath}`,
    times(
      36,
    )`Forbidden (${pick('CSRF cookie not set.', 'CSRF token missing.', 'Referer checking failed - no Referer.', 'Origin checking failed - https://evil.example does not match any trusted origins.')}): ${urlPath}`,
    times(30)`Bad Request: ${urlPath}`,
    times(
      28,
    )`Indexed ${whole(1, 900)} products of category "${pick('Shoes', 'Home & Garden', 'Bücher', 'Kids 3-6')}" in ${decimal(0.1, 60, 2)} seconds`,
    times(24)`Internal Server Error: ${urlPath}`,
    times(22)`Method Not Allowed (${method}): ${urlPath}`,
    times(20)`Broken pipe from ('${privateIp}', ${port})`,
    times(18)`Task ${taskRun} raised unexpected: ${pyError}`,
    times(15)`missed heartbeat from ${worker}`,
    times(12)`sync with ${worker}`,
    times(10)`User ${userName} logged in from ${publicIp}`,
    times(9)`Login failed for '${oneOf(userName, email)}' (${pick('bad password', 'inactive', 'locked')})`,
    times(9)`${worker} ready.`,
    times(8)`Connected to amqp://${any('shop', 'guest')}:**@${host}:5672/${any('/', 'shop')}`,
    times(
      8,
    )`consumer: Cannot connect to amqp://${any('shop', 'guest')}:**@${host}:5672//: [Errno ${any('111', '104', '110')}] ${systemError}.`,
    times(7)`Hard time limit (${any('300', '600')}s) exceeded for ${taskRun}`,
    times(6)`Soft time limit (${any('240', '540')}s) exceeded for ${taskRun}`,
    times(5)`Applying ${app}.${padded(1, 60, 4)}_${any('initial', 'add_index', 'alter_order_total', 'auto_20250311_0914')}... OK`,
    times(
      5,
    )`Process 'ForkPoolWorker-${whole(1, 16)}' pid:${whole(20, 40000)} exited with '${pick('signal 9 (SIGKILL)', 'exitcode 155', 'signal 11 (SIGSEGV)')}'`,
    times(4)`Invalid HTTP_HOST header: '${oneOf(publicIp, host)}'. You may need to add '${oneOf(publicIp, host)}' to ALLOWED_HOSTS.`,
    times(4)`mingle: searching for neighbors`,
    times(3)`mingle: all alone`,
    times(3)`beat: Starting...`,
    times(3)`Received unregistered task of type '${task}'.`,
    times(
      2,
    )`DateTimeField ${any('Order.created_at', 'Session.expire_date')} received a naive datetime (${spacedTime}) while time zone support is active.`,
    times(2)`worker: Warm shutdown (MainProcess)`,
    times(1)`Session data corrupted`,
    times(1)`Starting development server at http://${any('127.0.0.1', '0.0.0.0')}:${any('8000', '8001')}/`,
  ],
};
