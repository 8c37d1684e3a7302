/** Timeouts and what runs out, by the pattern that must be the first one. */
export const timeout: Record<string, readonly string[]> = {
  'lambda-timeout': [
    '2026-03-01T08:00:03.003Z 7ab4d5a2-0000-4000-8000-000000000000 Task timed out after 3.00 seconds',
    'Sandbox.Timedout: RequestId: 7ab4d5a2-0000-4000-8000-000000000000 Error: Task timed out after 29.03 seconds',
    'REPORT RequestId: 7ab4d5a2-0000-4000-8000-000000000000\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tStatus: timeout',
  ],
  'lambda-init-timeout': ['INIT_REPORT Init Duration: 10009.16 ms\tPhase: init\tStatus: timeout'],
  'connect-timeout': [
    'Error: connect ETIMEDOUT 10.20.30.40:5432',
    'TypeError: fetch failed\n  [cause]: ConnectTimeoutError: Connect Timeout Error (attempted address: api.example.com:443, timeout: 10000ms)\n  code: UND_ERR_CONNECT_TIMEOUT',
    'java.net.SocketTimeoutException: connect timed out',
    'psycopg2.OperationalError: connection to server at "db.internal" (10.0.3.7), port 5432 failed: Connection timed out',
    'dial tcp 10.0.3.7:6379: i/o timeout',
    'TimeoutError: Socket timed out without establishing a connection within 1000 ms',
  ],
  'response-timeout': [
    'AxiosError: timeout of 5000ms exceeded',
    'TimeoutError: The operation was aborted due to timeout',
    "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='api.example.com', port=443): Read timed out. (read timeout=3)",
    'HeadersTimeoutError: Headers Timeout Error',
    'java.net.SocketTimeoutException: Read timed out',
    'botocore.exceptions.ReadTimeoutError: Read timeout on endpoint URL: "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/x/invocations"',
    'software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException: HTTP request execution did not complete before the specified timeout configuration: 2000 millis',
  ],
  'deadline-exceeded': [
    'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    'Error: 4 DEADLINE_EXCEEDED: Deadline exceeded after 10.001s',
  ],
  'operation-aborted': ['AbortError: This operation was aborted', 'AbortError: The user aborted a request.'],
  'api-gateway-timeout': ['{"message": "Endpoint request timed out"}', '(7ab4d5a2) Execution failed due to a timeout error'],
  'step-functions-timeout': ['States.Timeout', 'The state "Charge" failed with States.HeartbeatTimeout'],
  'upstream-504': [
    'AxiosError: Request failed with status code 504',
    '504 Gateway Time-out',
    'requests.exceptions.HTTPError: 504 Server Error: Gateway Timeout for url: https://api.example.com/v1',
  ],
  'statement-timeout': [
    'error: canceling statement due to statement timeout',
    'ER_QUERY_TIMEOUT: Query execution was interrupted, maximum statement execution time exceeded',
    'MongoServerError: operation exceeded time limit',
  ],
  'lock-wait-timeout': [
    'Error: ER_LOCK_WAIT_TIMEOUT: Lock wait timeout exceeded; try restarting transaction',
    'error: canceling statement due to lock timeout',
  ],
};

export const oom: Record<string, readonly string[]> = {
  'lambda-out-of-memory': [
    'RequestId: 7ab4d5a2-0000-4000-8000-000000000000 Error: Runtime exited with error: signal: killed\nRuntime.ExitError',
    'REPORT RequestId: 7ab4d5a2\tDuration: 1500.00 ms\tBilled Duration: 1500 ms\tMemory Size: 128 MB\tMax Memory Used: 129 MB\tStatus: error\tError Type: Runtime.OutOfMemory',
  ],
  'memory-at-limit': [
    'REPORT RequestId: 7ab4d5a2\tDuration: 1500.00 ms\tBilled Duration: 1500 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB',
  ],
  'node-heap': [
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'RangeError: Array buffer allocation failed',
  ],
  'text-too-long': ['RangeError: Invalid string length', 'Error: Cannot create a string longer than 0x1fffffe8 characters'],
  'java-heap': ['java.lang.OutOfMemoryError: Java heap space', 'java.lang.OutOfMemoryError: GC overhead limit exceeded'],
  'java-metaspace': ['java.lang.OutOfMemoryError: Metaspace'],
  'allocation-failed': [
    'MemoryError',
    'numpy.core._exceptions._ArrayMemoryError: Unable to allocate 1.2 GiB for an array with shape (40000, 4000) and data type float64',
    'OSError: [Errno 12] Cannot allocate memory',
    'System.OutOfMemoryException: Exception of type System.OutOfMemoryException was thrown.',
  ],
  'too-many-threads': [
    "RuntimeError: can't start new thread",
    'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
  ],
  'tmp-full': ['Error: ENOSPC: no space left on device, write', 'OSError: [Errno 28] No space left on device'],
  'too-many-files': ["Error: EMFILE: too many open files, open '/var/task/a.json'", "OSError: [Errno 24] Too many open files: '/tmp/a'"],
};

export const network: Record<string, readonly string[]> = {
  'connection-refused': [
    'Error: connect ECONNREFUSED 10.0.0.1:5432',
    'Error: connect ECONNREFUSED ::1:6379',
    'ConnectionRefusedError: [Errno 111] Connection refused',
    'java.net.ConnectException: Connection refused',
    'dial tcp 127.0.0.1:8080: connect: connection refused',
    "urllib3.exceptions.MaxRetryError: HTTPConnectionPool(host='localhost', port=2773): Max retries exceeded with url: / (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object>: Failed to establish a new connection: [Errno 111] Connection refused'))",
  ],
  'connection-reset': [
    'Error: socket hang up',
    'Error: read ECONNRESET',
    'SocketError: other side closed',
    "requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
    'java.net.SocketException: Connection reset',
    'botocore.exceptions.ConnectionClosedError: Connection was closed before we received a valid response from endpoint URL: "https://sts.amazonaws.com/".',
  ],
  'broken-pipe': ['Error: write EPIPE', 'BrokenPipeError: [Errno 32] Broken pipe'],
  'dns-not-found': [
    'Error: getaddrinfo ENOTFOUND db.internal.example.com',
    'socket.gaierror: [Errno -2] Name or service not known',
    'java.net.UnknownHostException: db.internal.example.com',
    'dial tcp: lookup api.example.com on 169.254.78.1:53: no such host',
    'psycopg2.OperationalError: could not translate host name "db.internal" to address: Name or service not known',
  ],
  'dns-temporary': ['Error: getaddrinfo EAI_AGAIN api.example.com', 'socket.gaierror: [Errno -3] Temporary failure in name resolution'],
  'tls-expired': [
    'Error: certificate has expired',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)',
  ],
  'tls-untrusted': [
    'Error: self-signed certificate in certificate chain',
    'Error: unable to verify the first certificate',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
    'x509: certificate signed by unknown authority',
  ],
  'tls-name-mismatch': [
    "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: api.example.com. is not in the cert's altnames: DNS:*.example.org",
    "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'api.example.com'. (_ssl.c:1006)",
    'x509: certificate is valid for *.example.org, not api.example.com',
  ],
  'tls-handshake': [
    'Error: write EPROTO 140737:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:354:',
    'Error: Client network socket disconnected before secure TLS connection was established',
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure',
  ],
  'host-unreachable': ['Error: connect EHOSTUNREACH 10.9.8.7:443', 'OSError: [Errno 113] No route to host'],
  'network-unreachable': ['Error: connect ENETUNREACH 2606:4700::6810:85e5:443', 'OSError: [Errno 101] Network is unreachable'],
  'vpc-without-route': [
    'botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "https://secretsmanager.eu-central-1.amazonaws.com/"',
    'botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://sqs.eu-central-1.amazonaws.com/"',
  ],
  'eni-limit': [
    'Lambda was not able to create an elastic network interface in the VPC, specified as part of Lambda function configuration, because the limit for network interfaces has been reached.',
    'Lambda was not able to set up VPC access for the Lambda function because one or more configured subnets has no available IP addresses.',
  ],
  'efs-mount': [
    'EFSMountTimeoutException: The function could not mount the Amazon EFS file system with access point arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-1 due to mount time out.',
  ],
  'request-failed': [
    'TypeError: fetch failed',
    'AxiosError: Network Error',
    "HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: /v1/orders",
  ],
};
