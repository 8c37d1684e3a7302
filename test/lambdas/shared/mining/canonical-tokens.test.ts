import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalTokens } from '../../../../lambdas/shared/mining/canonical-tokens.ts';
import { patternOf } from '../../../../lambdas/shared/mining/skeleton-group.ts';
import { textOf } from '../../../../lambdas/shared/mining/token.ts';
import { TokenScanner } from '../../../../lambdas/shared/mining/token-scanner.ts';

const scanner = new TokenScanner();
function tokensOf(line: string) {
  scanner.scan(line);
  return canonicalTokens(scanner.scanned.tokens(line));
}
const shown = (line: string): string => textOf(tokensOf(line), '<*>');

describe('the canonical tokens of a line', () => {
  it.each([
    ['generating core.2275', 'generating <*>'],
    ['took 12ms of 3.5 s for 1,234 calls', 'took <*> of <*> for <*> calls'],
    ['connection from 10.0.0.1 () at Sat Jun 25 19:25:30 2005', 'connection from <*> (<*>) at <*>'],
    ['connection from 10.0.0.1 (host8.example.net) at Sun Jul  3 10:05:25 2005', 'connection from <*> (<*>) at <*>'],
    ['estimated size 287.0 B, free 1.5 KB', 'estimated size <*>, free <*>'],
    ['values [1, 2, 3]', 'values [<*>]'],
    ['values [1]', 'values [<*>]'],
    ['nodes n1 0xfe <ok> n2 0xff <ok> n3 0xab <ok> down', 'nodes <*> <ok> down'],
    ['node-17 is up', 'node-<*> is up'],
    ['reading /etc/passwd', 'reading <*>'],
    ['GET https://api.example.com/v1/users?id=7, then', 'GET <*>, then'],
    ['pid=12 user= uid=0 ws=WorkSource{10}', 'pid=<*> user=<*> uid=<*> ws=WorkSource{<*>}'],
    ['mac FF:01:DC:EB:02 seen', 'mac <*> seen'],
    ['id deadbeefcafe lost', 'id <*> lost'],
    ['Intel CPU #3 started', 'Intel CPU <*> started'],
    ['queue arn:aws:sqs:eu-west-1:123456789012:orders is full', 'queue <*> is full'],
    ['db.example.com:5432 refused, localhost:80 did not', '<*> refused, <*> did not'],
    ['lasted <1 ms, limit >5', 'lasted <*>, limit <*>'],
    ['node <5> and <ok>', 'node <<*>> and <ok>'],
    ['用户alice登录失败3次', '用户alice登录失败<*>次'],
    ['done......5', 'done..<*>'],
    ['-------- 7 --------', '-- <*> --'],
    ['', ''],
    ['   ', ''],
  ])('%s', (line, template) => {
    expect(shown(line)).toBe(template);
  });

  it('keeps the keys of JSON and what its message says, and opens its values', () => {
    expect(shown('{"level":"info","msg":"order 17 placed by card","ok":true,"n":null,"took":12,"id":"a-1-b-2-c-3"}')).toBe(
      '{"level":"info","msg":"order <*> placed by card","ok":<*>,"n":<*>,"took":<*>,"id":"<*>"}',
    );
  });

  it('is the same for the REPORT line of a cold start, a traced one and any other', () => {
    const report =
      'REPORT RequestId: 5f1c7f3e-0000-4000-8000-000000000000\tDuration: 1.5 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t';
    expect(shown(`${report}Init Duration: 120.1 ms\t`)).toBe(shown(report));
    expect(shown(`${report}\nXRAY TraceId: 1-5f-ab\tSegmentId: 0a1b\tSampled: true`)).toBe(shown(report));
    expect(shown(`${report}Status: timeout`)).not.toBe(shown(report));
  });

  it('tells START of a version from nothing else', () => {
    expect(shown('START RequestId: 5f1c7f3e Version: $LATEST')).toBe(shown('START RequestId: 6f1c7f3e Version: 12'));
  });

  it('settles when it is read again as a pattern', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        'a=',
        'b=1',
        '"k":',
        '"v"',
        "'x y'",
        '(',
        ')',
        '[]',
        '10.0.0.1',
        'node-7',
        'x.y.z',
        '/a/b',
        'true',
        ',',
        ': ',
        ' ',
        'Jan',
        '#',
        '用户3',
        'arn:aws:s3:::b',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const line = pieces.join('');
        let pattern = patternOf(tokensOf(line));
        for (let reading = 0; reading < 8; reading += 1) pattern = patternOf(tokensOf(pattern));
        expect(patternOf(tokensOf(pattern))).toBe(pattern);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on what the numbers are', () => {
    const words = fc.array(fc.oneof(fc.constantFrom('node-', 'took ', 'a=', 'x', '(', ') ', ', ', ' of '), fc.nat().map(String)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(words, fc.nat(), (pieces, other) => {
        const line = pieces.join('');
        expect(shown(line.replaceAll(/\d+/g, String(other)))).toBe(shown(line));
      }),
    );
  });

  it('looks at a bounded part of a line', () => {
    const long = `start ${'word '.repeat(60_000)}`;
    expect(tokensOf(long).length).toBeLessThan(260);
    expect(shown(`${long} x`)).toBe(shown(`${long} y z`));
  });
});
