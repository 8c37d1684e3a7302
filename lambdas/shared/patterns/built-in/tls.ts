import { patternsOf } from '../built-in-pattern.ts';

/** Certificates and encryption on the way to another machine. */
export const tls = patternsOf('network', [
  {
    id: 'tls-expired',
    title: 'The certificate has expired',
    description:
      'The other side’s certificate, or one that issued it, is past its last day; or the list of authorities that the function ships is old.',
    forms: [
      'CERT_HAS_EXPIRED',
      'certificate has expired',
      'certificate verify failed: certificate has expired',
      'certificate has expired or is not yet valid',
      'CertificateExpiredException',
      'CERT_NOT_YET_VALID',
    ],
    solutions: [
      [
        'renew-certificate',
        'Have its owner renew it; see until when it is valid.',
        'openssl s_client -connect {host}:443 -servername {host} </dev/null | openssl x509 -noout -dates -issuer',
      ],
      [
        'update-authorities',
        'If only the function refuses it, update the runtime and the packages that bring authorities (certifi, ca-certificates, RDS’s bundle).',
      ],
    ],
  },
  {
    id: 'tls-untrusted',
    title: 'The certificate’s issuer is not trusted',
    description:
      'The chain does not lead to an authority that the function knows: a self-signed or private certificate, a server that does not send its intermediate certificate, or a database (RDS) whose authority has to be given.',
    forms: [
      'self-signed certificate',
      'self signed certificate',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'unable to verify the first certificate',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'unable to get local issuer certificate',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'certificate verify failed',
      'CERTIFICATE_VERIFY_FAILED',
      'PKIX path building failed',
      'certificate signed by unknown authority',
      'The remote certificate is invalid',
    ],
    solutions: [
      [
        'give-authority',
        'Give the client the authority’s certificate: NODE_EXTRA_CA_CERTS, the option ca, REQUESTS_CA_BUNDLE, a trust store; for RDS the global bundle.',
        'curl -O https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem',
      ],
      [
        'send-intermediate',
        'If browsers accept it, the server leaves out its intermediate certificate: have it send the whole chain.',
        'openssl s_client -connect {host}:443 -servername {host} -showcerts </dev/null',
      ],
      ['keep-verification', 'Do not switch verification off (rejectUnauthorized: false): then anybody on the way may read along.'],
    ],
  },
  {
    id: 'tls-name-mismatch',
    title: 'The certificate is for another name',
    description:
      'The server’s certificate does not name the host that was asked for: an address or alias in place of its name, a default certificate of a load balancer, or S3 buckets with dots.',
    forms: [
      "does not match certificate's altnames",
      "Hostname/IP does not match certificate's altnames: Host: {host}.",
      'ERR_TLS_CERT_ALTNAME_INVALID',
      "Hostname mismatch, certificate is not valid for '{host}'",
      "hostname '{host}' doesn't match",
      'certificate is valid for {*}, not {host}',
      'No subject alternative',
      'No name matching {host} found',
      "Certificate for <{*}> doesn't match any of the subject alternative names",
    ],
    solutions: [
      [
        'use-certificate-name',
        'Connect by a name that the certificate has.',
        'openssl s_client -connect {host}:443 -servername {host} </dev/null | openssl x509 -noout -ext subjectAltName',
      ],
      ['certificate-for-name', 'Or have a certificate issued for {host} (ACM), and set it at the load balancer.'],
    ],
  },
  {
    id: 'tls-handshake',
    title: 'TLS could not be agreed on',
    description:
      'The two sides found no common version or cipher, a client certificate is missing, or it is no TLS at that port at all (wrong version number: plain HTTP). A connection that is cut during the handshake is told alike.',
    forms: [
      'wrong version number',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'handshake failure',
      'handshake_failure',
      'SSLHandshakeException',
      'EPROTO',
      'Client network socket disconnected before secure TLS connection was established',
      'SSL_ERROR_SYSCALL',
      'unsupported protocol',
      'UNEXPECTED_EOF_WHILE_READING',
      'EOF occurred in violation of protocol',
      'first record does not look like a TLS handshake',
      'The SSL connection could not be established',
      'dh key too small',
      'UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
    ],
    solutions: [
      [
        'check-port-and-scheme',
        'See what speaks there: https needs a port that speaks TLS (443, not 80).',
        'openssl s_client -connect {host}:443 -servername {host} </dev/null',
      ],
      ['newer-tls', 'Have the server offer TLS 1.2 or later with a current cipher; newer runtimes refuse older ones.'],
    ],
  },
]);
