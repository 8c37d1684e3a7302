import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../../lambdas/shared/patterns/folded-text.ts';
import { compileForm, type FormDraft } from '../../../../lambdas/shared/patterns/form.ts';

const find = (draft: string | FormDraft, message: string) => compileForm(draft).find(foldText({ type: '', message, text: message }));
const valuesOf = (draft: string | FormDraft, message: string) => find(draft, message)?.values ?? null;

describe('compileForm', () => {
  it.each([
    ['connect ECONNREFUSED {host}:{port}', 'Error: connect ECONNREFUSED 10.0.0.1:5432', { host: '10.0.0.1', port: '5432' }],
    ['connect ECONNREFUSED {host}:{port}', 'connect  econnrefused\t[::1]', null],
    ['dial tcp {host}:{port}: i/o timeout', 'dial tcp 10.0.3.7:6379: i/o timeout', { host: '10.0.3.7', port: '6379' }],
    ["Cannot find module '{module}'", 'Cannot find module "a-b"', { module: 'a-b' }],
    ["Cannot find module '{module}'", 'Cannot find module `a-b`', { module: 'a-b' }],
    ['{property} is not a function', 'x.y is not a function', { property: 'x.y' }],
    ['{property} is not a function', 'is not a function', null],
    ['lookup {host} on {*}: no such host', 'lookup a.example on 169.254.78.1:53: no such host', { host: 'a.example' }],
    ['{*} is over', 'all of it is over', {}],
    ['ended by {signal}', 'it ended by SIGKILL.', { signal: 'SIGKILL' }],
    ['{size} of {limit} MB', '7 of 8\nMB', { size: '7', limit: '8' }],
    ['user {user} failed', 'user a\nb failed', null],
    ['KeyError', 'MonkeyError', null],
    ['KeyError', 'KeyErrors', null],
    ['KeyError', 'keyerror', null],
    ['Rate exceeded', 'RATE EXCEEDED', {}],
    ['a b', 'a\n   b', {}],
  ])('%s in %j', (says, message, expected) => {
    expect(valuesOf(says, message)).toEqual(expected);
  });

  it('asks for what must stand near, in the stack too, and for what the values must be', () => {
    const near = { says: 'Rate exceeded', near: 'client-sqs' };
    expect(find(near, 'Rate exceeded')).toBeNull();
    expect(find(near, 'Rate exceeded\n    at f (/var/task/node_modules/@aws-sdk/client-sqs/index.js:1:1)')).not.toBeNull();
    const equal = {
      says: '{used} of {limit} MB',
      read: (values: Record<string, string>) => (values['used'] === values['limit'] ? values : null),
    };
    expect(find(equal, '7 of 8 MB')).toBeNull();
    expect(find(equal, '8 of 8 MB')).not.toBeNull();
  });

  it('weighs what has to be there as it is', () => {
    expect(find('connect ECONNREFUSED {host}:{port}', 'connect ECONNREFUSED a:1')?.literals).toBe('connect econnrefused :'.length);
    expect(find({ says: 'Rate exceeded', near: 'sqs' }, 'Rate exceeded sqs')?.literals).toBe('rate exceeded'.length + 3);
  });

  it.each(['{host}', '{*}{port} x', 'a {host}{port}', ''])('refuses %j', (says) => {
    expect(() => compileForm(says)).toThrow(/form .*: found .*; expected/);
  });

  it('reads out what was put in, whatever stands around it', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}[a-z0-9]$/);
    const noise = fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[\p{L}\p{N}_]/gu, '-'));
    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: 65_535 }), noise, noise, (host, port, before, after) => {
        const found = valuesOf('connect ECONNREFUSED {host}:{port}', `${before} connect ECONNREFUSED ${host}:${port} ${after}`);
        expect(found).toEqual({ host, port: String(port) });
      }),
    );
  });

  it('looks at a bounded number of places', () => {
    const hostile = 'a {'.repeat(100_000);
    const form = compileForm('a {*} {host} {*} b {port}');
    const text = foldText({ type: '', message: hostile });
    // An engine that tried every place for each of the four would take hours: the runner's own limit ends it.
    for (let times = 0; times < 20; times += 1) expect(form.find(text)).toBeNull();
  });
});
