import { fragment, times, type System } from '../template.ts';
import { whole, size, decimal, any, pick, oneOf, maybe, listOf, text, flag } from '../values.ts';
import { suffix, token, uuid, privateIp, port, status, userName, urlPath, filePath, json, isoDay } from '../vocabulary.ts';

const index = pick('orders', 'logs-2025.03.14', '.kibana_8.11.1_001', 'products-v3', '.ds-metrics-default-2025.03.10-000004', 'customers');
const indexName = fragment`[${index}/${token(22)}]`;
const shard = fragment`[${index}][${whole(0, 9)}]`;
const nodeName = pick('es-data-0', 'es-data-1', 'es-master', 'warm');
const node = text`{${nodeName}}{${token(22)}}{${token(22)}}{${nodeName}}{${privateIp}}{${privateIp}:9300}{${pick('cdfhilmrstw', 'm', 'dr')}}{8.11.1}`;
const duration = oneOf(text`${decimal(1, 59, 1)}s`, text`${size(200, 999)}ms`, text`${decimal(1, 9, 1)}m`);
const memory = oneOf(text`${decimal(1, 31, 1)}gb`, text`${decimal(1, 999, 1)}mb`);
const collector = pick('young', 'old');
const policy = pick('logs', '30-days@lifecycle', 'metrics', 'hot_warm');
const elasticException = pick(
  'ElasticsearchSecurityException',
  'IndexNotFoundException',
  'MapperParsingException',
  'CircuitBreakingException',
  'SearchPhaseExecutionException',
);

/** A node of Elasticsearch; time, level, logger and node stand before the message. */
export const elasticsearch: System = {
  name: 'Elasticsearch',
  templates: [
    times(330)`[gc][${size(1, 900000)}] overhead, spent [${duration}] collecting in the last [${duration}]`,
    times(230)`${indexName} update_mapping [${pick('_doc', 'doc')}]`,
    times(
      190,
    )`moving index [${index}] from [{"phase":"${pick('hot', 'new', 'warm')}","action":"${pick('rollover', 'complete', 'unfollow')}","name":"${pick('check-rollover-ready', 'complete', 'wait-for-indexing-complete')}"}] to [{"phase":"${pick('hot', 'warm', 'delete')}","action":"${pick('rollover', 'complete', 'delete')}","name":"${pick('attempt-rollover', 'wait-for-active-shards', 'delete')}"}] in policy [${policy}]`,
    times(
      180,
    )`${indexName} creating index, cause [${pick('auto(bulk api)', 'api', 'rollover_data_stream')}], templates [${pick('logs', '', 'shop-template2')}], shards [${whole(1, 5)}]/[${whole(0, 2)}]`,
    times(
      140,
    )`${shard} took[${duration}], took_millis[${size(500, 90000)}], total_hits[${size(1, 90000)}+ hits], stats[], search_type[QUERY_THEN_FETCH], total_shards[${whole(1, 30)}], source[${json}]`,
    times(
      110,
    )`Cluster health status changed from [${pick('YELLOW', 'GREEN', 'RED')}] to [${pick('GREEN', 'YELLOW', 'RED')}] (reason: [${pick('shards started', 'shards failed', 'index deleted', 'node left')}]).`,
    times(
      100,
    )`[gc][${collector}][${size(1, 900000)}][${size(1, 9000)}] duration [${duration}], collections [${whole(1, 3)}]/[${duration}], total [${duration}]/[${duration}], memory [${memory}]->[${memory}]/[${memory}], all_pools {[young] [${memory}]->[${pick('0b', '4mb')}]/[0b]}{[old] [${memory}]->[${memory}]/[${memory}]}{[survivor] [${memory}]->[${memory}]/[0b]}`,
    times(90)`${indexName} deleting index`,
    times(80)`triggering scheduled [ML] maintenance tasks`,
    times(74)`Successfully completed [ML] maintenance task: ${any('triggerDeleteExpiredDataTask', 'triggerResetJobsInStateResetTask')}`,
    times(
      60,
    )`adding template [${any('.monitoring-es', 'logs', 'shop-template2')}] for index patterns [${listOf(any('logs-*-*', '.monitoring-es-7-*', 'shop-*'), 1, 3)}]`,
    times(
      48,
    )`low disk watermark [${any('85%', '90%')}] exceeded on [${token(22)}][${nodeName}][${filePath}] free: ${memory}[${decimal(1, 15, 1)}%], replicas will not be assigned to this node`,
    times(
      40,
    )`high disk watermark [${any('90%', '95%')}] exceeded on [${token(22)}][${nodeName}][${filePath}] free: ${memory}[${decimal(1, 10, 1)}%], shards will be relocated away from this node`,
    times(34)`path: ${urlPath}, params: {index=${index}${maybe(0.4, text`, id=${token(20)}`)}}, status: ${status}`,
    times(
      30,
    )`Authentication to realm ${any('native1', 'default_file', 'ldap-corp')} failed - Password authentication failed for ${userName}`,
    times(
      26,
    )`caught exception while handling client http traffic, closing connection Netty4HttpChannel{localAddress=/${privateIp}:9200, remoteAddress=/${privateIp}:${port}}`,
    times(
      24,
    )`[${pick('parent', 'fielddata', 'request')}] Data too large, data for [${pick('<http_request>', '<transport_request>', 'indices:data/read/search')}] would be [${size(1000000000, 9000000000)}/${memory}], which is larger than the limit of [${size(1000000000, 9000000000)}/${memory}]`,
    times(22)`failed to execute bulk item (index) index {[${index}][${token(20)}], source[${json}]}`,
    times(
      20,
    )`node-left[${node} reason: ${pick('disconnected', 'followers check retry count exceeded', 'lagging')}], term: ${whole(1, 90)}, version: ${size(1, 90000)}, delta: removed {${node}}`,
    times(18)`node-join[${node} joining], term: ${whole(1, 90)}, version: ${size(1, 90000)}, delta: added {${node}}`,
    times(
      16,
    )`removed {${node}}, term: ${whole(1, 90)}, version: ${size(1, 90000)}, reason: ApplyCommitRequest{term=${whole(1, 90)}, version=${size(1, 90000)}, sourceNode=${node}}`,
    times(
      14,
    )`master node changed {previous [${maybe(0.5, node)}], current [${maybe(0.8, node)}]}, term: ${whole(1, 90)}, version: ${size(1, 90000)}, reason: Publication{term=${whole(1, 90)}, version=${size(1, 90000)}}`,
    times(12)`scheduling reroute for delayed shards in [${duration}] (${whole(1, 90)} delayed shards)`,
    times(10)`${shard} marking unavailable shards as stale: [${listOf(token(22), 1, 3)}]`,
    times(
      9,
    )`snapshot [${any('s3-backup', 'nightly')}:daily-${isoDay}-${suffix(22)}/${token(22)}] completed with state [${pick('SUCCESS', 'PARTIAL', 'FAILED')}]`,
    times(9)`snapshot [${any('s3-backup', 'nightly')}:daily-${isoDay}-${suffix(22)}/${token(22)}] started`,
    times(
      7,
    )`policy [${policy}] for index [${index}] failed on step [{"phase":"hot","action":"rollover","name":"check-rollover-ready"}]. Moving to ERROR step`,
    times(
      6,
    )`uncaught exception in thread [elasticsearch[${nodeName}][${pick('search', 'write', 'generic')}][T#${whole(1, 16)}]]: ${elasticException}`,
    times(5)`timer thread slept for [${duration}/${size(5000, 90000)}ms] on absolute clock which is above the warn threshold of [5000ms]`,
    times(
      4,
    )`master not discovered yet, this node has not previously joined a bootstrapped cluster, and this node must discover master-eligible nodes [${listOf(nodeName, 1, 3)}] to bootstrap a cluster`,
    times(3)`license [${uuid}] mode [${pick('basic', 'trial')}] - valid`,
    times(3)`heap size [${memory}], compressed ordinary object pointers [${flag}]`,
    times(
      2,
    )`publish_address {${privateIp}:${any('9200', '9300')}}, bound_addresses {${listOf(text`${privateIp}:${any('9200', '9300')}`, 1, 3)}}`,
    times(2)`recovered [${whole(0, 300)}] indices into cluster_state`,
    times(2)`loaded module [${any('aggs-matrix-stats', 'x-pack-ml', 'lang-painless', 'repository-s3')}]`,
    times(1)`closed`,
    times(1)`max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]`,
  ],
};
