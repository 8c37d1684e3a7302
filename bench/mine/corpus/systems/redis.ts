import { times, type System } from '../template.ts';
import { whole, size, decimal, hex, any, pick, oneOf, maybe, pool, text } from '../values.ts';
import { privateIp, publicIp, port, host, systemError } from '../vocabulary.ts';

const address = text`${privateIp}:${port}`;
const replicationId = hex(40);
const nodeId = pool(6, hex(40));
const command = pick('GET', 'EVALSHA', 'HGETALL', 'zrangebyscore', 'FLUSHALL');

/** A Redis server with replicas, a sentinel's and a cluster's messages; role and level stand before the message. */
export const redis: System = {
  name: 'Redis',
  templates: [
    times(340)`Accepted ${address}`,
    times(250)`DB ${whole(0, 3)}: ${size(1, 9000000)} keys (${size(1, 90000)} volatile) in ${any('1536', '98304', '2097152')} slots HT.`,
    times(240)`${whole(1, 400)} clients connected (${whole(0, 3)} replicas), ${size(900000, 9000000000)} bytes in use`,
    times(
      200,
    )`Client closed connection id=${size(1, 900000)} addr=${address} laddr=${privateIp}:6379 fd=${whole(8, 500)} name=${pick('', 'sidekiq', 'cache-writer2')} age=${size(1, 90000)} idle=${whole(0, 300)} flags=N db=${whole(0, 3)} cmd=${pick('get', 'ping', 'client|setinfo', 'NULL')} user=${pick('default', 'app')}`,
    times(150)`${pick('100', '1', '10000')} changes in ${pick('300', '3600', '60')} seconds. Saving...`,
    times(150)`Background saving started by pid ${whole(20, 40000)}`,
    times(146)`DB saved on disk`,
    times(146)`Fork CoW for RDB: current ${whole(0, 90)} MB, peak ${whole(0, 90)} MB, average ${whole(0, 90)} MB`,
    times(140)`Background saving terminated with success`,
    times(30)`Starting automatic rewriting of AOF on ${whole(100, 180)}% growth`,
    times(28)`Background append only file rewriting started by pid ${whole(20, 40000)}`,
    times(26)`Background AOF rewrite terminated with success`,
    times(18)`Replica ${privateIp}:${any('6379', '6380')} asks for synchronization`,
    times(
      14,
    )`Partial resynchronization request from ${privateIp}:${any('6379', '6380')} accepted. Sending ${size(1, 900000)} bytes of backlog starting from offset ${size(1000, 9000000000)}.`,
    times(12)`Synchronization with replica ${privateIp}:${any('6379', '6380')} succeeded`,
    times(12)`Connection with replica ${privateIp}:${any('6379', '6380')} lost.`,
    times(11)`Connecting to MASTER ${oneOf(host, privateIp)}:${any('6379', '6380')}`,
    times(10)`MASTER <-> REPLICA sync: receiving ${size(1000, 900000000)} bytes from master to disk`,
    times(9)`MASTER <-> REPLICA sync: Finished with success`,
    times(9)`Full resync from master: ${replicationId}:${size(1, 900000000)}`,
    times(8)`Error condition on socket for SYNC: ${systemError}`,
    times(
      8,
    )`Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.`,
    times(
      7,
    )`+sdown ${pick('slave', 'sentinel', 'master')} ${address} ${privateIp} ${any('6379', '26379')} @ ${any('mymaster', 'cache2')} ${privateIp} 6379`,
    times(
      6,
    )`-sdown ${pick('slave', 'sentinel', 'master')} ${address} ${privateIp} ${any('6379', '26379')} @ ${any('mymaster', 'cache2')} ${privateIp} 6379`,
    times(5)`Marking node ${nodeId} (${maybe(0.3, any('cache2'))}) as failing (quorum reached).`,
    times(
      5,
    )`Clear FAIL state for node ${nodeId} (${maybe(0.3, any('cache2'))}): ${pick('replica', 'master without slots')} is reachable again.`,
    times(4)`Can't save in background: fork: ${systemError}`,
    times(4)`OOM command not allowed when used memory > 'maxmemory' (client ${address}, command ${command})`,
    times(
      4,
    )`Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. Connection from ${publicIp}:${port} aborted.`,
    times(3)`WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition.`,
    times(3)`Redis version=${any('7.2.4', '7.0.15')}, bits=64, commit=${hex(8)}, modified=0, pid=${whole(1, 40000)}, just started`,
    times(3)`Running mode=${pick('standalone', 'cluster')}, port=${any('6379', '6380')}.`,
    times(3)`Ready to accept connections ${pick('tcp', 'tls', 'unix')}`,
    times(2)`DB loaded from ${pick('disk', 'append only file', 'base file appendonly.aof.1.base.rdb')}: ${decimal(0.001, 90, 3)} seconds`,
    times(2)`Done loading RDB, keys loaded: ${size(1, 9000000)}, keys expired: ${whole(0, 900)}.`,
    times(2)`User requested shutdown...`,
    times(
      1,
    )`Failed opening the temp RDB file ${text`temp-${whole(20, 40000)}.rdb`} (in server root dir ${any('/data', '/var/lib/redis')}) for saving: ${systemError}`,
    times(
      1,
    )`Lua slow script detected: still in execution after ${size(5000, 30000)} milliseconds. You can try killing the script using the SCRIPT KILL command. Script name is: ${hex(40)}.`,
  ],
};
