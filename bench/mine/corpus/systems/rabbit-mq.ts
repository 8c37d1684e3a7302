import { times, type System } from '../template.ts';
import { whole, size, decimal, any, pick, oneOf, maybe, listOf, text } from '../values.ts';
import { token, privateIp, port, userName } from '../vocabulary.ts';

const pid = text`<0.${whole(200, 90000)}.${whole(0, 9)}>`;
const peers = text`${privateIp}:${port} -> ${privateIp}:${pick('5672', '5671')}`;
const queue = pick('orders', 'mail.outbox', 'amq.gen-JzTY20BRgKO-HjmUJj0wLg', 'billing_retry2', 'celery');
const virtualHost = pick('/', 'shop', 'staging2');
const exchange = pick('events', 'amq.topic', 'dead-letter', '');
const node = pick('rabbit@rabbit-0', 'rabbit@rabbit-1', 'rabbit@mq', 'rabbit@ip-10-0-4-17');
const megabytes = decimal(100, 9000, 4);

const channelError = oneOf(
  text`operation queue.declare caused a channel exception not_found: no queue '${queue}' in vhost '${virtualHost}'`,
  text`operation queue.declare caused a channel exception precondition_failed: inequivalent arg '${pick('durable', 'x-message-ttl', 'x-queue-type')}' for queue '${queue}' in vhost '${virtualHost}': received '${pick('true', '60000', 'none')}' but current is '${pick('false', '30000', 'quorum')}'`,
  text`operation basic.ack caused a channel exception precondition_failed: unknown delivery tag ${whole(1, 900)}`,
  text`operation basic.publish caused a channel exception not_found: no exchange '${exchange}' in vhost '${virtualHost}'`,
);
/** A node of RabbitMQ; time, level and process stand before the message. */
export const rabbitMq: System = {
  name: 'RabbitMq',
  templates: [
    times(400)`accepting AMQP connection ${pid} (${peers})`,
    times(330)`connection ${pid} (${peers}): user '${userName}' authenticated and granted access to vhost '${virtualHost}'`,
    times(260)`closing AMQP connection ${pid} (${peers}, vhost: '${virtualHost}', user: '${userName}')`,
    times(
      180,
    )`connection ${pid} (${peers}) has a client-provided name: ${pick('orders-publisher', 'celery', 'mail worker', 'rabbitConnectionFactory#4a1c3f0:0')}`,
    times(
      140,
    )`closing AMQP connection ${pid} (${peers} - ${pick('orders-publisher', 'celery', 'rabbitConnectionFactory#4a1c3f0:0')}): missed heartbeats from client, timeout: ${any('60', '30')}s`,
    times(110)`client unexpectedly closed TCP connection`,
    times(
      96,
    )`closing AMQP connection ${pid} (${peers}, vhost: '${virtualHost}', user: '${userName}'): client unexpectedly closed TCP connection`,
    times(
      124,
    )`Channel error on connection ${pid} (${peers}, vhost: '${virtualHost}', user: '${userName}'), channel ${whole(1, 40)}: ${channelError}`,
    times(46)`HTTP access denied: user '${userName}' - ${pick('invalid credentials', 'not monitoring user', 'unable to authenticate')}`,
    times(40)`PLAIN login refused: user '${userName}' - invalid credentials`,
    times(36)`Error on AMQP connection ${pid} (${peers}, state: starting): PLAIN login refused: user '${userName}' - invalid credentials`,
    times(30)`Mirrored queue '${queue}' in vhost '${virtualHost}': Synchronising: ${size(1, 90000)} messages to synchronise`,
    times(28)`Mirrored queue '${queue}' in vhost '${virtualHost}': Synchronising: complete`,
    times(26)`queue '${queue}' in vhost '${virtualHost}': leader elected on ${node} in term ${whole(1, 90)}`,
    times(
      22,
    )`Consumer ${token(12)} on channel ${whole(1, 40)} and queue '${queue}' in vhost '${virtualHost}' has timed out waiting for a consumer acknowledgement of a delivery with delivery tag = ${size(1, 90000)}. Timeout used: ${any('1800000', '900000')} ms.`,
    times(
      36,
    )`vm_memory_high_watermark ${pick('set', 'clear')}. Memory used:${size(1000000000, 9000000000)} allowed:${size(1000000000, 9000000000)}`,
    times(25)`${pick('memory', 'disk')} resource limit alarm set on node '${node}'.`,
    times(13)`${pick('memory', 'disk')} resource limit alarm cleared on node '${node}'`,
    times(10)`Free disk space is insufficient. Free bytes: ${size(1000, 90000000)}. Limit: ${any('50000000', '2000000000')}`,
    times(9)`rabbit on node '${node}' down`,
    times(9)`rabbit on node '${node}' up`,
    times(8)`node '${node}' down: ${pick('connection_closed', 'net_tick_timeout', 'disconnect')}`,
    times(7)`Created user '${userName}'`,
    times(
      7,
    )`Successfully set permissions for user '${userName}' in virtual host '${virtualHost}' to '${pick('.*', '^orders', '')}', '${pick('.*', '^orders', '')}', '${pick('.*', '')}'`,
    times(
      6,
    )`Adding vhost '${virtualHost}' (description: '${maybe(0.5, any('Default virtual host', 'Shop 2'))}', tags: [${listOf(any('prod', 'team-a'), 0, 2, ',')}])`,
    times(5)`Mnesia('${node}'): ** ERROR ** mnesia_event got {inconsistent_database, running_partitioned_network, '${node}'}`,
    times(5)`Setting segment_entry_count for vhost '${virtualHost}' with ${any('1', '3', '12')} queues to '${any('2048', '4096')}'`,
    times(
      4,
    )`Memory high watermark set to ${any('1638', '3276')} MiB (${size(1000000000, 9000000000)} bytes) of ${any('4096', '8192')} MiB (${size(1000000000, 9000000000)} bytes) total`,
    times(
      4,
    )`Shovel '${any('orders-to-dr', 'legacy2')}' received ${pick("'DOWN'", 'basic.cancel')} from exchange '${exchange}', reconnecting in ${any('5', '30')}s`,
    times(3)`started TCP listener on ${any('[::]', '0.0.0.0')}:${any('5672', '15692')}`,
    times(3)`Server startup complete; ${whole(3, 9)} plugins started.`,
    times(
      3,
    )`Feature flags: ${pick('quorum_queue', 'stream_queue', 'khepri_db', 'message_containers_v2')}: state changed to ${pick('enabled', 'disabled')}`,
    times(2)`Message store "${text`${token(25)}/msg_store_persistent`}": rebuilding indices from scratch`,
    times(2)`Node ${node} uses ${megabytes} MiB, of which binaries ${megabytes} MiB`,
    times(
      1,
    )`Stopping RabbitMQ applications and their dependencies in the following order: ${listOf(any('rabbitmq_management', 'amqp_client', 'cowboy', 'rabbit', 'mnesia'), 3, 5)}`,
  ],
};
