import { fragment, times, type System } from '../template.ts';
import { whole, size, decimal, padded, code, any, pick, oneOf, text } from '../values.ts';
import { token, privateIp, publicIp, ipv6, method, userName, host, column, urlPath, url, filePath } from '../vocabulary.ts';

const serverName = pick('shop.example.com', 'example.org', '_', 'api2.example.com', '');
const request = text`${method} ${urlPath} HTTP/${pick('1.1', '2.0', '1.0')}`;
const client = fragment`, client: ${oneOf(publicIp, privateIp, ipv6)}, server: ${serverName}`;
const asked = fragment`${client}, request: "${request}"`;
const upstream = fragment`, upstream: "${text`${any('http', 'fastcgi')}://${privateIp}:${any('8080', '9000', '3000')}${urlPath}`}"`;
const forHost = fragment`, host: "${serverName}"`;
const referrer = fragment`, referrer: "${url}"`;
const fileError = pick('2: No such file or directory', '13: Permission denied', '20: Not a directory');
const socketError = pick('111: Connection refused', '110: Connection timed out', '104: Connection reset by peer', '113: No route to host');
const connection = fragment`*${size(1, 9000000)}`;
const root = text`/usr/share/nginx/html${urlPath}`;

const phpError = oneOf(
  text`PHP message: PHP ${pick('Warning', 'Notice', 'Fatal error')}:  Undefined variable $${column} in /var/www/${any('html/index', 'app/cart', 'lib/v2/price')}.php on line ${whole(1, 900)}`,
  any('Primary script unknown', 'Unable to open primary script: /var/www/html/index.php (No such file or directory)'),
);
/** The error log of nginx before an application; level and process stand before the message. */
export const nginxError: System = {
  name: 'NginxError',
  templates: [
    times(520)`${connection} open() "${root}" failed (${fileError})${asked}${forHost}`,
    times(150)`${connection} open() "${root}" failed (${fileError})${asked}${forHost}${referrer}`,
    times(310)`${connection} connect() failed (${socketError}) while connecting to upstream${asked}${upstream}${forHost}`,
    times(190)`${connection} upstream timed out (${socketError}) while reading response header from upstream${asked}${upstream}${forHost}`,
    times(
      130,
    )`${connection} upstream prematurely closed connection while reading response header from upstream${asked}${upstream}${forHost}`,
    times(
      110,
    )`${connection} limiting requests, excess: ${decimal(0.1, 60, 3)} by zone "${any('perip', 'login', 'api_v2')}"${asked}${forHost}`,
    times(
      96,
    )`${connection} an upstream response is buffered to a temporary file ${text`/var/cache/nginx/proxy_temp/${whole(0, 9)}/${padded(0, 99, 2)}/${padded(0, 9999999, 10)}`} while reading upstream${asked}${upstream}${forHost}`,
    times(80)`${connection} access forbidden by rule${asked}${forHost}`,
    times(
      66,
    )`${connection} SSL_do_handshake() failed (SSL: error:${code('0123456789ABCDEF', 8)}:SSL routines::${pick('unsupported protocol', 'no shared cipher', 'unexpected eof while reading', 'bad key share')}) while SSL handshaking${client}:${any('443', '8443')}`,
    times(48)`${connection} client intended to send too large body: ${size(1048577, 900000000)} bytes${asked}${forHost}`,
    times(44)`${connection} directory index of "${root}" is forbidden${asked}${forHost}`,
    times(
      36,
    )`${connection} no live upstreams while connecting to upstream${asked}, upstream: "http://${any('backend', 'api', 'php_pool2')}${urlPath}"${forHost}`,
    times(30)`${connection} recv() failed (${socketError}) while reading response header from upstream${asked}${upstream}${forHost}`,
    times(26)`${connection} user "${userName}" was not found in "/etc/nginx/${any('htpasswd', 'admin.htpasswd')}"${asked}${forHost}`,
    times(20)`${connection} user "${userName}": password mismatch${asked}${forHost}`,
    times(
      18,
    )`${connection} a client request body is buffered to a temporary file /var/cache/nginx/client_temp/${padded(0, 9999999, 10)}${asked}${forHost}`,
    times(16)`signal ${pick('17 (SIGCHLD)', '1 (SIGHUP)', '15 (SIGTERM)', '3 (SIGQUIT)')} received from ${whole(1, 40000)}`,
    times(14)`worker process ${whole(2, 40000)} exited with code ${pick('0', '1', '2')}`,
    times(12)`start worker process ${whole(2, 40000)}`,
    times(19)`${connection} FastCGI sent in stderr: "${phpError}" while reading response header from upstream${asked}${upstream}${forHost}`,
    times(8)`${connection} limiting connections by zone "${any('addr', 'perserver2')}"${asked}${forHost}`,
    times(
      7,
    )`${connection} client sent invalid header line: "${pick('x_forwarded_for', 'bad header', '')}: ${token(6)}" while reading client request headers${asked}${forHost}`,
    times(7)`${connection} client sent plain HTTP request to HTTPS port while reading client request headers${asked}${forHost}`,
    times(6)`${connection} upstream sent too big header while reading response header from upstream${asked}${upstream}${forHost}`,
    times(
      5,
    )`${connection} rewrite or internal redirection cycle while internally redirecting to "${any('/index.html', '/index.php')}"${asked}${forHost}`,
    times(5)`conflicting server name "${serverName}" on ${any('0.0.0.0', '[::]')}:${any('80', '443')}, ignored`,
    times(4)`"ssl_stapling" ignored, no OCSP responder URL in the certificate "${filePath}"`,
    times(4)`bind() to ${any('0.0.0.0', '[::]')}:${any('80', '443', '8080')} failed (98: Address already in use)`,
    times(
      3,
    )`host not found in upstream "${host}" in /etc/nginx/${any('nginx.conf', 'conf.d/shop.conf', 'conf.d/api2.conf')}:${whole(1, 200)}`,
    times(3)`${whole(512, 4096)} worker_connections are not enough`,
    times(
      2,
    )`${connection} ${host} could not be resolved (${pick('3: Host not found', '110: Operation timed out', '2: Server failure')})${asked}${forHost}`,
    times(2)`${connection} pread() "${filePath}" failed (${fileError})${asked}${forHost}`,
    times(2)`worker process ${whole(2, 40000)} exited on signal ${any('9', '11')}`,
    times(1)`gracefully shutting down`,
    times(1)`using the "${any('epoll', 'kqueue')}" event method`,
    times(
      1,
    )`unknown directive "${any('proxy_pas', 'gzip_on', 'server2')}" in /etc/nginx/conf.d/${any('shop', 'api2')}.conf:${whole(1, 200)}`,
  ],
};
