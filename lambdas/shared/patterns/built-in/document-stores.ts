import { patternsOf } from '../built-in-pattern.ts';

/** MongoDB and Redis. */
export const documentStores = patternsOf('database', [
  {
    id: 'mongo-server-selection',
    title: 'No MongoDB server could be reached',
    description:
      'The driver found no server of the cluster within its time: the function’s address is not on Atlas’s access list, the VPC peering or private endpoint is missing, or the cluster is paused or electing.',
    forms: [
      'MongoServerSelectionError',
      'MongooseServerSelectionError',
      'ServerSelectionTimeoutError',
      'MongoNetworkTimeoutError',
      'MongoTimeoutException',
      'MongoSocketOpenException',
      'No server chosen by',
      'Server selection timed out after {limit} ms',
      'Could not connect to any servers in your MongoDB Atlas cluster',
      'buffering timed out after {limit}ms',
      'server selection error',
      'MongoNetworkError',
    ],
    solutions: [
      [
        'allow-address',
        'Give the function a fixed address (NAT gateway) and put that on the access list, or use a private endpoint.',
        'aws lambda get-function-configuration --function-name {target} --query VpcConfig',
      ],
      ['connect-once', 'Connect once outside of the handler, await it, and set serverSelectionTimeoutMS below the function’s timeout.'],
    ],
  },
  {
    id: 'redis-cluster',
    title: 'The Redis client and the cluster do not fit',
    description:
      'The key belongs to another node (MOVED, ASK), keys of one command lie on different nodes (CROSSSLOT), or slots are not served while the cluster fails over.',
    forms: [
      'MOVED {position} {host}:{port}',
      'CLUSTERDOWN',
      'CROSSSLOT',
      "Keys in request don't hash to the same slot",
      'ASK {position} {host}:{port}',
      'ClusterAllFailedError',
    ],
    solutions: [
      [
        'cluster-client',
        'Use the client’s cluster mode with the configuration endpoint.',
        'aws elasticache describe-replication-groups --query "ReplicationGroups[].[ReplicationGroupId,ClusterEnabled,ConfigurationEndpoint.Address]"',
      ],
      ['hash-tags', 'Give the keys of one command the same hash tag, a part of the name in braces: only that part is hashed.'],
    ],
  },
  {
    id: 'redis-readonly',
    title: 'A write went to a read-only replica',
    description: 'The client is connected to a replica, or to what was the primary before a failover.',
    forms: ["READONLY You can't write against a read only", 'READONLY'],
    solutions: [
      [
        'primary-endpoint',
        'Connect to the primary endpoint, not to a node’s or the reader’s.',
        'aws elasticache describe-replication-groups --query "ReplicationGroups[].[ReplicationGroupId,NodeGroups[].PrimaryEndpoint.Address]"',
      ],
      ['reconnect-on-readonly', 'Have the client connect anew on this error (ioredis: reconnectOnError).'],
    ],
  },
  {
    id: 'redis-out-of-memory',
    title: 'Redis has no memory left',
    description:
      'The data reached maxmemory and the eviction policy allows no room to be made: keys have no expiry, or the node is too small.',
    forms: ["OOM command not allowed when used memory > 'maxmemory'", 'OOM command not allowed'],
    solutions: [
      ['set-expiry', 'Give keys an expiry, and choose an eviction policy for a cache (allkeys-lru).'],
      ['larger-node', 'Or use a larger node.', 'aws elasticache describe-cache-clusters --show-cache-node-info'],
    ],
    lookAt: ['metric AWS/ElastiCache DatabaseMemoryUsagePercentage and Evictions'],
  },
  {
    id: 'redis-unreachable',
    title: 'Redis could not be reached',
    description:
      'The client gave up after its retries. ElastiCache is only reachable within its VPC; with encryption in transit the client must speak TLS (rediss://).',
    forms: [
      'MaxRetriesPerRequestError',
      'Reached the max retries per request limit',
      'It was not possible to connect to the redis server',
      'redis.exceptions.ConnectionError',
      'RedisConnectionException',
      'Redis connection to {host}:{port} failed',
      'ClientClosedError: The client is closed',
    ],
    solutions: [
      [
        'vpc-and-group',
        'Attach the function to the cache’s VPC, and let its security group in at port 6379.',
        'aws lambda get-function-configuration --function-name {target} --query VpcConfig',
      ],
      [
        'speak-tls',
        'If encryption in transit is on, connect by TLS.',
        'aws elasticache describe-replication-groups --query "ReplicationGroups[].[ReplicationGroupId,TransitEncryptionEnabled]"',
      ],
    ],
  },
]);
