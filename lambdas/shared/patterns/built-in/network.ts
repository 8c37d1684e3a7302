import { patternsOf } from '../built-in-pattern.ts';
import { isAwsHost } from '../aws-host.ts';

const VPC_CONFIG = 'aws lambda get-function-configuration --function-name {target} --query VpcConfig';

/** On the way to another machine. */
export const network = patternsOf('network', [
  {
    id: 'connection-refused',
    title: 'The connection was refused',
    description:
      'The machine answered that nothing listens at that port: the service is down or starting, listens at another port or only locally, or a load balancer has no healthy target. localhost means the function’s own environment, where only its own processes and extensions listen.',
    forms: [
      'connect ECONNREFUSED {host}:{port}',
      'ECONNREFUSED',
      'Connection refused',
      '[Errno 111] Connection refused',
      'dial tcp {host}:{port}: connect: connection refused',
      'Connection to {host}:{port} refused',
      'connection to server at {*}, port {port} failed: Connection refused',
      'actively refused it',
      "Can't connect to MySQL server on '{host}'",
      "Can't connect to MySQL server",
      'ConnectionRefusedError',
    ],
    solutions: [
      [
        'check-service',
        'See whether the service is up and listens at {host} port {port}, and compare with what the function’s configuration names.',
        'nc -vz {host} {port}',
      ],
      [
        'not-localhost',
        'If the host is localhost or 127.0.0.1, set the real address: the variable is missing and a default was taken.',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
      ['retry-with-jitter', 'If it comes and goes (restarts, failover), retry with growing waits and jitter.'],
    ],
  },
  {
    id: 'connection-reset',
    title: 'The connection was cut by the other side',
    description:
      'A connection that was there ended without an answer. Often it was kept alive and idle for longer than the other side keeps it (a frozen environment does that), or the other side restarted, or refused a request by hanging up.',
    forms: [
      'read ECONNRESET',
      'ECONNRESET',
      'socket hang up',
      'Connection reset by peer',
      'Connection reset',
      'other side closed',
      'UND_ERR_SOCKET',
      'Remote end closed connection without response',
      'RemoteDisconnected',
      '[Errno 104]',
      'Connection was closed before we received a valid response from endpoint URL',
      'failed to respond',
      'Premature close',
      'ERR_STREAM_PREMATURE_CLOSE',
      'Server disconnected',
      'TypeError: terminated',
      'The response ended prematurely',
      'connection was forcibly closed',
      'Failure when receiving data from the peer',
    ],
    solutions: [
      ['retry-once', 'Retry once on a new connection what may be repeated: it mends idle connections that were closed.'],
      [
        'shorter-keep-alive',
        'Keep idle connections for less long than the other side does (its keep-alive timeout, 350 seconds at a NAT gateway or network load balancer).',
      ],
      ['read-other-log', 'If it is always the same request, read the other side’s log: too large, malformed, or it crashed.'],
    ],
  },
  {
    id: 'broken-pipe',
    title: 'The other side stopped reading',
    description:
      'Data was written to a connection that the other side had closed: a request body that it refused early, or a connection that was idle too long.',
    forms: ['write EPIPE', 'EPIPE', 'Broken pipe', '[Errno 32] Broken pipe', 'BrokenPipeError'],
    solutions: [
      ['retry-once', 'Retry once on a new connection what may be repeated.'],
      ['check-body-limit', 'If it comes with large bodies, look at the other side’s limit; it may have answered 413 before hanging up.'],
    ],
  },
  {
    id: 'dns-not-found',
    title: 'The name of the host is not known',
    description:
      'DNS has no address for {host}. The name is misspelt or of another environment, the resource was deleted, or it is a private name that only its own VPC resolves.',
    forms: [
      'getaddrinfo ENOTFOUND {host}',
      'ENOTFOUND',
      'UnknownHostException: {host}',
      'java.net.UnknownHostException',
      'Name or service not known',
      'nodename nor servname provided, or not known',
      'lookup {host}: no such host',
      'lookup {host} on {*}: no such host',
      'no such host',
      "Failed to resolve '{host}'",
      'Could not resolve host: {host}',
      "could not translate host name '{host}' to address",
      'No such host is known',
      'queryTxt ENOTFOUND {host}',
      'querySrv ENOTFOUND {host}',
    ],
    solutions: [
      [
        'check-name',
        'Look the name up, and compare it with what the function’s configuration names (a whole URL in place of a host gives the same error).',
        'dig +short {host}',
      ],
      [
        'private-zone',
        'For a private name: attach the function to that VPC, or associate the private hosted zone with its VPC, and keep enableDnsHostnames on.',
        VPC_CONFIG,
      ],
    ],
  },
  {
    id: 'dns-temporary',
    title: 'DNS did not answer',
    description:
      'The resolver gave no answer in time. In a VPC, DNS is cut off (DHCP options, network ACL), or more than 1,024 questions a second went through one network interface, since each request looks the name up again.',
    forms: [
      'getaddrinfo EAI_AGAIN {host}',
      'EAI_AGAIN',
      'Temporary failure in name resolution',
      'server misbehaving',
      'Try again (os error',
      'getaddrinfo EBUSY',
    ],
    solutions: [
      ['keep-connections', 'Keep connections alive, so that names are looked up rarely.'],
      ['check-vpc-dns', 'In a VPC: enableDnsSupport is on, and UDP and TCP port 53 are let out.', VPC_CONFIG],
      ['retry-with-jitter', 'Retry with growing waits and jitter.'],
    ],
  },
  {
    id: 'host-unreachable',
    title: 'The host can’t be reached',
    description:
      'A router answered that there is no way to this address: it is of another network, a peering or transit route is missing, or the machine is gone.',
    forms: ['connect EHOSTUNREACH {host}:{port}', 'EHOSTUNREACH', 'No route to host', '[Errno 113]', 'NoRouteToHostException'],
    solutions: [
      ['check-routes', 'Look at the route tables of the function’s subnets: is there a route to {host}?', VPC_CONFIG],
      ['check-address', 'Compare the address with what the name gives now; after a failover an old one may be cached.'],
    ],
  },
  {
    id: 'network-unreachable',
    title: 'There is no network to that address',
    description:
      'The environment has no route for the address, mostly an IPv6 address where only IPv4 goes out: a function in a VPC has IPv6 only when dual stack is switched on.',
    forms: ['connect ENETUNREACH {host}:{port}', 'ENETUNREACH', 'Network is unreachable', '[Errno 101]'],
    solutions: [
      ['prefer-ipv4', 'Prefer IPv4 for this host (Node: the option family: 4, or NODE_OPTIONS=--dns-result-order=ipv4first).'],
      [
        'allow-dual-stack',
        'Or let the function use IPv6, in subnets that have it.',
        'aws lambda get-function-configuration --function-name {target} --query VpcConfig.Ipv6AllowedForDualStack',
      ],
    ],
  },
  {
    id: 'vpc-without-route',
    title: 'An AWS service can’t be reached from the VPC',
    description:
      'The call to an AWS endpoint got no connection. A function in a VPC has no way to public addresses, AWS’s own included, unless its subnets have a NAT gateway or the service a VPC endpoint.',
    refines: ['connect-timeout'],
    forms: [
      { says: "Connect timeout on endpoint URL: 'https://{host}/", read: isAwsHost },
      { says: "Could not connect to the endpoint URL: 'https://{host}/", read: isAwsHost },
      { says: 'Connect to {host}:443 {*} failed: connect timed out', read: isAwsHost },
      { says: 'Unable to execute HTTP request: Connect to {host}:443', read: isAwsHost },
    ],
    solutions: [
      [
        'add-vpc-endpoint',
        'Add a VPC endpoint for the service (a gateway endpoint, which is free, for S3 and DynamoDB), and let the function’s security group reach it.',
        'aws ec2 describe-vpc-endpoints --query "VpcEndpoints[].[ServiceName,VpcId,State]"',
      ],
      ['add-nat', 'Or put the function into private subnets whose route table leads to a NAT gateway.', VPC_CONFIG],
      [
        'leave-vpc',
        'Or take the function out of the VPC, when it needs nothing there.',
        'aws lambda update-function-configuration --function-name {target} --vpc-config SubnetIds=[],SecurityGroupIds=[]',
      ],
    ],
    lookAt: ['the route tables of the function’s subnets (VPC console, Route tables), and its VPC endpoints'],
  },
  {
    id: 'eni-limit',
    title: 'No network interface is left for the function',
    description:
      'Lambda could not attach the function to its VPC: the quota of network interfaces is reached, or a subnet has no free address. New environments can’t start until there is room.',
    forms: [
      'ENILimitReached',
      'ENILimitReachedException',
      'SubnetIPAddressLimitReachedException',
      'subnets has no available IP addresses',
      'NetworkInterfaceLimitExceeded',
      'Lambda was not able to create an elastic network interface in the VPC',
      'InsufficientFreeAddressesInSubnet',
    ],
    solutions: [
      ['larger-subnets', 'Give the function further or larger private subnets.', VPC_CONFIG],
      [
        'raise-eni-quota',
        'Or have the quota of network interfaces raised (Service Quotas, VPC, Network interfaces per Region).',
        'aws service-quotas list-service-quotas --service-code vpc',
      ],
    ],
  },
  {
    id: 'efs-mount',
    title: 'The file system could not be mounted',
    description:
      'The function could not mount or use its EFS file system: no mount target in its subnets’ zones, port 2049 closed, the access point gone, or no burst credits.',
    forms: [
      'EFSMountFailureException',
      'EFSMountTimeoutException',
      'EFSMountConnectivityException',
      'EFSIOException',
      "couldn't mount the EFS file system",
      "couldn't connect to the Amazon EFS file system",
      "couldn't mount the Amazon EFS file system",
    ],
    solutions: [
      [
        'open-nfs-port',
        'Have the security group of the mount targets let the function’s in at TCP 2049, with a mount target in each of its zones.',
        'aws lambda get-function-configuration --function-name {target} --query "[FileSystemConfigs,VpcConfig]"',
      ],
      ['check-efs-policy', 'See that the role has elasticfilesystem:ClientMount and ClientWrite.'],
    ],
    lookAt: ['metric AWS/EFS BurstCreditBalance and PercentIOLimit'],
  },
  {
    id: 'request-failed',
    title: 'A request failed without an answer',
    description: 'The HTTP client gave up; why stands in the cause that it carries, which this text does not show.',
    forms: [
      'TypeError: fetch failed',
      'AxiosError: Network Error',
      'ERR_NETWORK',
      'FetchError: request to {*} failed',
      "HTTPConnectionPool(host='{host}', port={port}): Max retries exceeded with url",
      "HTTPSConnectionPool(host='{host}', port={port}): Max retries exceeded with url",
      'EndpointConnectionError',
      'Unable to execute HTTP request',
      'Failed to establish a new connection',
      'An error occurred while sending the request',
      'HttpRequestException',
      'I/O error on {*} request',
    ],
    solutions: [
      [
        'log-cause',
        'Log the cause too: error.cause in Node (util.inspect shows it), the exception’s __cause__ in Python, getCause() in Java.',
      ],
      ['check-name', 'Meanwhile, see that {host} resolves and is reachable from where the function runs.', VPC_CONFIG],
    ],
    general: true,
  },
]);
