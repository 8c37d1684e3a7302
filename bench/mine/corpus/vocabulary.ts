import type { Random } from '../../forecast/random.ts';
import { any, code, decimal, hex, listOf, oneOf, padded, pick, pool, size, text, type Value, whole } from './values.ts';

/** Values that many systems log. */
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

export const digits = (length: number): Value => code(DIGITS, length);
export const suffix = (length: number): Value => code('bcdfghjklmnpqrstvwxz2456789', length);
export const token = (length: number): Value => code(LOWER + UPPER + DIGITS, length);
export const uuid: Value = text`${hex(8)}-${hex(4)}-4${hex(3)}-${any('8', '9', 'a', 'b')}${hex(3)}-${hex(12)}`;

export const privateIp: Value = oneOf(
  text`10.${whole(0, 3)}.${whole(0, 255)}.${whole(1, 254)}`,
  text`172.${whole(16, 31)}.${whole(0, 255)}.${whole(1, 254)}`,
  text`192.168.${whole(0, 9)}.${whole(1, 254)}`,
);
export const publicIp: Value = text`${whole(11, 223)}.${whole(0, 255)}.${whole(0, 255)}.${whole(1, 254)}`;
export const ipv6: Value = text`2001:db8:${hex(4)}:${hex(3)}::${hex(2)}`;
export const port: Value = whole(32768, 60999);
export const status: Value = pick('200', '404', '304', '201', '500', '302', '400', '401', '503', '204', '403', '502', '429');
export const method: Value = pick('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH');

export const userName: Value = pick(
  'alice',
  'deploy',
  'bjorn',
  'chen.wei',
  'svc-report',
  'maria_garcia',
  'root',
  'o.petrova',
  'backup',
  'tomasz',
  'guest',
  'fatima',
  'jsmith',
);
export const personName: Value = pick(
  'Anna Schmidt',
  'José Álvarez',
  'Wei Zhang',
  'Siobhán O’Neill',
  'Анна Иванова',
  '佐藤 さくら',
  'Zoë Müller',
  'Priya Raghunathan',
  'Nguyễn Văn An',
  'John Smith Jr.',
  'Łukasz',
  'Jean-Luc de la Tour',
  'مريم حسن',
  'Kim Min-seo',
);
export const city: Value = pick(
  'Berlin',
  'New York',
  'São Paulo',
  'Zürich',
  'Tokyo',
  'Los Angeles',
  'Kraków',
  'Ho Chi Minh City',
  'Reykjavík',
  'Lagos',
  'Saint-Denis',
);
export const country: Value = pick('DE', 'US', 'BR', 'CH', 'JP', 'PL', 'VN', 'IS', 'NG', 'FR');
export const currency: Value = pick('EUR', 'USD', 'CHF', 'BRL', 'JPY');
export const email: Value = text`${any('anna.schmidt', 'j.alvarez', 'wei.zhang', 'siobhan', 'priya+orders', 'lukasz', 'kim.ms', 'office')}@${any(
  'example.com',
  'mail.example.org',
  'acme.test',
  'post.example.net',
)}`;
export const service: Value = pick(
  'checkout',
  'orders',
  'payment-gateway',
  'catalog',
  'user-profile',
  'inventory',
  'search-api',
  'notification',
  'billing',
  'recommender',
);
export const host: Value = pool(
  9,
  oneOf(
    text`ip-10-0-${whole(0, 31)}-${whole(1, 254)}.eu-central-1.compute.internal`,
    text`${service}.prod.svc.cluster.local`,
    text`db-${any('primary', 'replica')}-${whole(1, 4)}.internal`,
    text`node${padded(1, 24, 2)}`,
    text`${any('api', 'cdn', 'auth', 'events')}.example.com`,
  ),
);
export const region: Value = pick('eu-central-1', 'us-east-1', 'eu-west-1', 'ap-southeast-2');
export const account: Value = pool(3, digits(12));
export const version: Value = oneOf(
  text`${whole(0, 9)}.${whole(0, 30)}.${whole(0, 20)}`,
  text`v${whole(0, 3)}.${whole(0, 30)}.${whole(0, 9)}`,
  text`${whole(1, 20)}.${whole(0, 9)}`,
  text`${whole(1, 5)}.${whole(0, 9)}.0-rc.${whole(1, 4)}`,
);
export const systemError: Value = pick(
  'Connection refused',
  'Connection reset by peer',
  'No such file or directory',
  'Connection timed out',
  'Broken pipe',
  'Permission denied',
  'No space left on device',
  'Resource temporarily unavailable',
  'Success',
  'Input/output error',
  'Operation not permitted',
  'Too many open files',
);
export const exception: Value = pick(
  'java.io.IOException',
  'java.lang.NullPointerException',
  'java.net.SocketTimeoutException',
  'java.lang.IllegalStateException',
  'java.sql.SQLTransientConnectionException',
  'java.util.concurrent.TimeoutException',
  'org.springframework.dao.DataIntegrityViolationException',
  'com.example.orders.OrderNotFoundException',
);
export const table: Value = pick(
  'orders',
  'customers',
  'order_items',
  'public.sessions',
  'audit_log_2024',
  'inventory',
  'payments_archive',
  'users',
  'events_p20250314',
);
export const column: Value = pick('id', 'customer_id', 'created_at', 'email', 'total_cents', 'sku', 'status', 'note');
export const database: Value = pick('shop', 'postgres', 'analytics', 'keycloak', 'shop_test2');
export const sql: Value = oneOf(
  text`SELECT * FROM ${table} WHERE ${column} = ${whole(1, 99999)}`,
  text`SELECT ${column}, ${column} FROM ${table} ORDER BY ${column} DESC LIMIT ${any('10', '50', '100')}`,
  text`UPDATE ${table} SET ${column} = '${token(8)}' WHERE id = ${whole(1, 99999)}`,
  text`INSERT INTO ${table} (${listOf(column, 2, 5)}) VALUES (${listOf(oneOf(whole(1, 9999), text`'${token(6)}'`), 2, 5)})`,
  text`SELECT count(*) FROM ${table} t JOIN ${table} u ON t.id = u.${column} WHERE u.${column} IN (${listOf(whole(1, 999), 1, 6)})`,
  any('BEGIN', 'COMMIT', 'SELECT 1'),
  text`DELETE FROM ${table} WHERE created_at < now() - interval '${whole(1, 90)} days'`,
);
export const urlPath: Value = oneOf(
  text`/api/v${whole(1, 3)}/orders/${whole(1000, 999999)}`,
  any('/', '/health', '/login', '/favicon.ico', '/robots.txt', '/metrics'),
  text`/products/${any('blue-shirt', 'espresso-machine', 'usb-c-hub', 'hiking-boots-42')}`,
  text`/search?q=${any('shoes', 'caf%C3%A9', 'red+dress', '42')}&page=${whole(1, 9)}`,
  text`/static/${any('app', 'vendor', 'style')}.${hex(8)}.${any('js', 'css')}`,
  text`/users/${userName}/settings`,
  text`/${any('wp-login.php', '.env', 'admin', 'phpmyadmin/index.php')}`,
  text`/api/carts/${uuid}/items`,
);
export const url: Value = text`${any('http', 'https')}://${host}${pick('', ':8080', ':8443')}${urlPath}`;
export const filePath: Value = oneOf(
  text`/var/lib/${any('data', 'app', 'service')}/${any('current', 'backup', 'tmp')}/${token(6)}.dat`,
  any('/etc/app/config.yaml', '/etc/ssl/certs/ca-bundle.crt', '/usr/share/app/templates', '/opt/app/bin/start.sh'),
  text`/data${whole(1, 8)}/${any('segments', 'blobs', 'index')}/${padded(0, 99999, 8)}`,
  text`/home/${userName}/${any('report', 'export', 'notes')}.csv`,
  text`/tmp/${any('upload', 'session', 'build')}-${hex(10)}`,
);
export const goDuration: Value = oneOf(
  text`${decimal(0.1, 999, 3)}ms`,
  text`${decimal(1, 60, 3)}s`,
  text`${decimal(1, 999, 2)}µs`,
  text`${whole(1, 59)}m${whole(0, 59)}s`,
  text`${whole(1, 60)}s`,
  text`${whole(1, 9)}h${whole(0, 59)}m${whole(0, 59)}.${digits(3)}s`,
);
export const javaThread: Value = oneOf(
  text`http-nio-8080-exec-${whole(1, 32)}`,
  any('main', 'scheduling-1', 'HikariPool-1 housekeeper'),
  text`pool-${whole(1, 6)}-thread-${whole(1, 16)}`,
);
export const javaObject: Value = text`${any('org.postgresql.jdbc.PgConnection', 'com.mysql.cj.jdbc.ConnectionImpl', 'com.example.orders.Order')}@${hex(7)}`;
export const orderState: Value = pick('PAID', 'PENDING', 'SHIPPED', 'CANCELLED', 'REFUNDED');
export const json: Value = oneOf(
  text`{"orderId":"${uuid}","items":${whole(1, 9)},"total":${decimal(5, 900, 2)}}`,
  text`{"user":"${userName}","active":${any('true', 'false')},"roles":[${listOf(any('"admin"', '"editor"', '"viewer"'), 0, 3, ',')}]}`,
  text`{"name": "${personName}", "address": {"city": "${city}", "zip": "${digits(5)}"}}`,
  any('{}', '[]', 'null'),
);

const moment = (next: Random): Date => new Date(Date.UTC(2025, 2, 10) + Math.floor(next() * 7 * 86_400_000));
export const isoTime: Value = (next) => moment(next).toISOString();
export const isoDay: Value = (next) => moment(next).toISOString().slice(0, 10);
export const spacedTime: Value = (next) => moment(next).toISOString().slice(0, 19).replace('T', ' ');
export const zonedTime: Value = (next) => `${spacedTime(next)}.${digits(3)(next)} UTC`;
export const httpTime: Value = (next) => moment(next).toUTCString();
export const epochSeconds: Value = (next) => String(Math.floor(moment(next).getTime() / 1000));
export const epochMillis: Value = (next) => String(moment(next).getTime());
export const dayOfYear: Value = (next) => moment(next).toUTCString().slice(5, 16).replaceAll(' ', '/');
export const accessLogTime: Value = (next) => `${dayOfYear(next)}:${moment(next).toISOString().slice(11, 19)} +0000`;

export const bytes: Value = oneOf(
  text`${size(1, 999)}MB`,
  text`${decimal(1, 999, 1)}kB`,
  text`${decimal(1, 9, 2)}GB`,
  text`${size(1, 999)}B`,
);
