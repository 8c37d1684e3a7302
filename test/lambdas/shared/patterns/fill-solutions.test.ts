import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownPattern } from '../../../../lambdas/shared/contract/records.ts';
import { fillSolutions } from '../../../../lambdas/shared/patterns/fill-solutions.ts';
import { PLACEHOLDERS } from '../../../../lambdas/shared/patterns/placeholders.ts';

const pattern = (command: string | null, words = 'Look at {host}, then at {port}.') => ({
  id: 'p',
  origin: 'built-in' as const,
  category: 'network' as const,
  title: 'P',
  description: 'P.',
  general: false,
  lookAt: [],
  solutions: [
    { id: 'first', words, command },
    { id: 'second', words: 'Wait.', command: null },
    { id: 'third', words: 'Restart.', command: null },
  ],
});
const first = (command: string | null, values: Record<string, string>, target: Record<string, string> = {}) =>
  fillSolutions({ pattern: pattern(command), values }, target, null)[0];

describe('fillSolutions', () => {
  it('puts values in place, and shows what is missing by its name', () => {
    const filled = first('nc -vz {host} {port} --timeout {newTimeout}', { host: 'db.example.com' });
    expect(filled?.words).toBe('Look at db.example.com, then at <port>.');
    expect(filled?.command).toBe("nc -vz db.example.com '<port>' --timeout '<new timeout>'");
    expect(filled?.missing).toEqual(['port', 'newTimeout']);
  });

  it('leaves out of a command what is not of the form that its place takes', () => {
    for (const host of ['$(reboot)', '-oProxyCommand=x', "a'b", 'a;b', 'a b', '`x`', 'a\nb', '..', '.a']) {
      expect(first('nc -vz {host}', { host })?.command).toBe("nc -vz '<host>'");
    }
    expect(first('npm install --save {package}', { package: '--registry=http://a' })?.command).toBe("npm install --save '<package>'");
    expect(first('npm install --save {package}', { package: 'git+https://a/b' })?.command).toBe("npm install --save '<package>'");
    expect(first('aws logs tail {logGroup}', {}, { logGroup: '/aws/lambda/orders' })?.command).toBe('aws logs tail /aws/lambda/orders');
  });

  it('takes what is known of the target before what stands in the line', () => {
    expect(first('f {target}', { target: 'anybody' }, { target: 'orders' })?.command).toBe('f orders');
  });

  it('hands a shell nothing but words, whatever stood in the line', () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        "';touch x;'",
        '$(id)',
        '`id`',
        '--help',
        '\\',
        "'\\''",
        '*',
        '~',
        '$HOME',
        'a\u0000b',
        '# x',
        '!!',
        '{a,b}',
        '<a',
        '>b',
        '&',
        '|',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(PLACEHOLDERS), 'anything'), hostile, (name, value) => {
        const command =
          fillSolutions({ pattern: pattern(`printf '[%s]' {${name}}`), values: { [name]: value } }, {}, null).find(
            ({ id }) => id === 'first',
          )?.command ?? '';
        const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: {} });
        expect(stderr).toBe('');
        expect([`[${value}]`, `[<${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}>]`]).toContain(stdout);
      }),
      { numRuns: 150 },
    );
  });

  it('puts what helped first, what nobody tried in its order, what failed last, and the tenant’s own among them', () => {
    const known: Pick<KnownPattern, 'solutions' | 'effectiveness'> = {
      solutions: [{ id: 'own', words: 'Call Ada.', command: null }],
      effectiveness: [
        { solutionId: 'third', helped: 3, failed: 1, counted: [] },
        { solutionId: 'first', helped: 0, failed: 2, counted: [] },
      ],
    };
    const filled = fillSolutions({ pattern: pattern(null), values: {} }, {}, known);
    expect(filled.map(({ id, effectiveness: { helped, failed } }) => [id, helped, failed])).toEqual([
      ['third', 3, 1],
      ['second', 0, 0],
      ['own', 0, 0],
      ['first', 0, 2],
    ]);
  });
});
