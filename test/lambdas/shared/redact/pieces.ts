import * as fc from 'fast-check';

/** What lines are made of that readers look at, and what confuses them. */
export const PIECES: readonly string[] = [
  ['password', 'pass', 'token', 'secret', 'api_key', 'key', 'authorization: ', 'Bearer ', 'Basic ', 'Digest ', 'cookie: ', 'Set-Cookie: '],
  [' ', '  ', '\t', '\n', '\\n', '\r\n\r\n', '"', "'", '\\"', '\\\\\\"', '%22', '&quot;', '\\u0022', '`', '“'],
  ['=', ':', ': ', '=>', '%3D', ',', ';', '&', '|', '{', '}', '[', ']', '(', ')', '<', '>', '</', '-', '.', '/', '\\', '%', '$'],
  ['://', 'postgres://', 'https://', ':\\/\\/', '%3A%2F%2F', '@', '%40', '@tcp(', ':thin:', 'a.b', 'bob', 'com', 'é', '中'],
  ['eyJ', 'eyJhbGciOiJ9', 'AKIA', 'AKIAABCDEFGHIJKLMNOP', 'A'.repeat(40), 'aB3/'.repeat(10), 'IQoJb3JpZ2luX2Vj', 'LS0tLS1CRUdJTi', '$2b$'],
  ['ghp_', 'sk-', 'SK', 'hooks.slack.com/services/', ':AA', '4111111111111111', '4111 ', '4111-', '4', '0'],
  ['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', '-----BEGIN ', 'MIIE', 'private-lines: 1\n', 'private-mac: '],
  ['--password', ' -p', 'mysql', 'curl -u ', 'docker login', 'login a ', 'identified by ', 'set password for x = ', 'name="password"'],
  [
    '"name":"',
    '"value":"',
    'value=',
    'password: |\n  ',
    'a="',
    'a=b; ',
    '{"S":"',
    'Some("',
    '[password left out]',
    '[secret left',
    'null',
    '***',
  ],
  ['must be', '...', '${', 'xxxx', 'process.env.', 'arn:aws:'],
].flat();

export const piece: fc.Arbitrary<string> = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 12 }));
export const line: fc.Arbitrary<string> = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
