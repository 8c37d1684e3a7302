import { fragment, times, type System } from '../template.ts';
import { whole, size, padded, any, pick, listOf, text, flag } from '../values.ts';
import { uuid, privateIp, port, host, systemError, epochMillis } from '../vocabulary.ts';

const topic = pick('orders', 'payments.events', '__consumer_offsets', 'user-profile-changelog', 'clicks_v2', 'dead-letter');
const partition = text`${topic}-${whole(0, 49)}`;
const group = pick('checkout', 'billing-worker', 'search-indexer', 'connect-sink2', 'console-consumer-48213');
const member = text`${any('consumer-checkout-1', 'rdkafka', 'sarama')}-${uuid}`;
const offset = size(1, 900000000);
const broker = whole(1, 5);
const directory = pick('/var/lib/kafka/data', '/data1/kafka', '/data2/kafka');
const state = pick('Stable', 'PreparingRebalance', 'Empty', 'CompletingRebalance');
const log = fragment`[UnifiedLog partition=${partition}, dir=${directory}]`;
const coordinator = fragment`[GroupCoordinator ${broker}]:`;
const fetcher = fragment`[ReplicaFetcher replicaId=${broker}, leaderId=${broker}, fetcherId=${whole(0, 3)}]`;
const endpoint = text`${host}:9092 (id: ${broker} rack: ${pick('null', 'eu-central-1a')})`;

/** A broker of Apache Kafka, without the class that Log4j puts behind the message. */
export const kafka: System = {
  name: 'Kafka',
  templates: [
    times(300)`${log} Rolled new log segment at offset ${offset} in ${size(1, 300)} ms.`,
    times(
      210,
    )`[ProducerStateManager partition=${partition}] Wrote producer snapshot at offset ${offset} with ${whole(0, 90)} producer ids in ${size(1, 90)} ms.`,
    times(
      170,
    )`${log} Deleting segment LogSegment(baseOffset=${offset}, size=${size(100, 1073741824)}, lastModifiedTime=${epochMillis}, largestRecordTimestamp=Some(${epochMillis})) due to log retention time ${any('604800000', '86400000')}ms breach based on the largest record timestamp in the segment`,
    times(
      400,
    )`Deleted ${pick('log', 'offset index', 'time index')} ${directory}/${partition}/${padded(0, 900000000, 20)}.${pick('log', 'index', 'timeindex')}.deleted.`,
    times(
      120,
    )`${coordinator} Preparing to rebalance group ${group} in state ${state} with old generation ${whole(0, 900)} (__consumer_offsets-${whole(0, 49)}) (reason: ${pick('Adding new member', 'removing member on LeaveGroup', 'Updating metadata for member', 'member failed to heartbeat')} ${member})`,
    times(
      110,
    )`${coordinator} Stabilized group ${group} generation ${whole(1, 900)} (__consumer_offsets-${whole(0, 49)}) with ${whole(1, 12)} members`,
    times(
      104,
    )`${coordinator} Assignment received from leader ${member} for group ${group} for generation ${whole(1, 900)}. The group has ${whole(1, 12)} members, ${whole(0, 3)} of which are static.`,
    times(
      80,
    )`${coordinator} Dynamic member with unknown member id joins group ${group} in state ${state}. Created a new member id ${member} and requesting the member to rejoin with this id.`,
    times(60)`${coordinator} Member ${member} in group ${group} has failed, removing it from the group`,
    times(
      50,
    )`[Partition ${partition} broker=${broker}] Shrinking ISR from ${listOf(broker, 2, 3, ',')} to ${listOf(broker, 1, 2, ',')}. Leader: (highWatermark: ${offset}, endOffset: ${offset}). Out of sync replicas: (brokerId: ${broker}, endOffset: ${offset}).`,
    times(48)`[Partition ${partition} broker=${broker}] Expanding ISR from ${listOf(broker, 1, 2, ',')} to ${listOf(broker, 2, 3, ',')}`,
    times(
      44,
    )`[Partition ${partition} broker=${broker}] ISR updated to ${listOf(broker, 1, 3, ',')} and version updated to ${whole(1, 300)}`,
    times(36)`[GroupMetadataManager brokerId=${broker}] Removed ${whole(0, 90)} expired offsets in ${whole(0, 40)} milliseconds.`,
    times(34)`[GroupMetadataManager brokerId=${broker}] Group ${group} transitioned to Dead in generation ${whole(1, 900)}`,
    times(
      30,
    )`${log} Incremented log start offset to ${offset} due to ${pick('segment deletion', 'leader offset increment', 'client delete records request')}`,
    times(
      26,
    )`${fetcher} Error sending fetch request (sessionId=${size(1, 2147483647)}, epoch=${pick('INITIAL', '1', '4213')}) to node ${broker}:`,
    times(22)`${fetcher} Connection to node ${broker} (${host}/${privateIp}:9092) could not be established. Broker may not be available.`,
    times(
      18,
    )`${fetcher} Truncating partition ${partition} with TruncationState(offset=${offset}, completed=${flag}) due to leader epoch and offset EpochEndOffset(errorCode=0, partition=${whole(0, 49)}, leaderEpoch=${whole(0, 90)}, endOffset=${offset})`,
    times(16)`[ReplicaFetcherManager on broker ${broker}] Removed fetcher for partitions Set(${listOf(partition, 1, 8)})`,
    times(
      14,
    )`[ReplicaFetcherManager on broker ${broker}] Added fetcher to broker ${broker} for partitions Map(${listOf(text`${partition} -> InitialFetchState(${endpoint}, ${whole(0, 90)}, ${offset})`, 1, 4)})`,
    times(
      12,
    )`[SocketServer listenerType=${pick('BROKER', 'CONTROLLER')}, nodeId=${broker}] Failed authentication with /${privateIp} (channelId=${privateIp}:9093-${privateIp}:${port}-${whole(0, 900)}) (${pick('SSL handshake failed', 'Authentication failed during authentication due to invalid credentials with SASL mechanism PLAIN')})`,
    times(10)`Loading producer state till offset ${offset} with message format version 2`,
    times(9)`${log} Loading producer state till offset ${offset} with message format version 2`,
    times(
      8,
    )`[TransactionCoordinator id=${broker}] Initialized transactionalId ${group}-${whole(0, 40)} with producerId ${size(1, 90000)} and producer epoch ${whole(0, 40)} on partition __transaction_state-${whole(0, 49)}`,
    times(7)`[Controller id=${broker}, targetBrokerId=${broker}] Node ${broker} disconnected.`,
    times(6)`[QuorumController id=${broker}] Fencing broker ${broker} because its session has timed out.`,
    times(
      5,
    )`[RaftManager id=${broker}] Completed transition to ${pick('FollowerState', 'CandidateState', 'Leader')}(localId=${broker}, epoch=${whole(1, 900)}) from ${pick('Unattached', 'Voted', 'FollowerState')}`,
    times(
      5,
    )`Created log for partition ${partition} in ${directory}/${partition} with properties {${pick('', 'cleanup.policy=compact', 'retention.ms=86400000, segment.bytes=104857600')}}`,
    times(
      4,
    )`[KafkaApi-${broker}] Error processing append operation on partition ${partition}: ${pick('org.apache.kafka.common.errors.NotEnoughReplicasException', 'org.apache.kafka.common.errors.RecordTooLargeException')}`,
    times(3)`Processed ExpiringBrokerSession for ${uuid}, ${whole(0, 20)} leaders moved`,
    times(3)`Error while appending records to ${partition} in dir ${directory}: ${systemError}`,
    times(2)`[KafkaServer id=${broker}] started`,
    times(2)`Kafka version: ${any('3.6.1', '3.7.0')}`,
    times(2)`Kafka startTimeMs: ${epochMillis}`,
    times(1)`Stopping serving logs in dir ${directory}`,
    times(1)`[BrokerLifecycleManager id=${broker}] The broker has been unfenced. Transitioning from RECOVERY to RUNNING.`,
  ],
};
