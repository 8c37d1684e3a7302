import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_ANSWER } from '../../../localstack/embedded/model-server/model-server.ts';
import { readScript, scripted } from '../../../localstack/embedded/model-server/script.ts';
import { startModelServerProcess } from '../../../localstack/embedded/model-server/start-model-server.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kaizen-script-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(rules: unknown, below = '.') {
  mkdirSync(join(folder, below), { recursive: true });
  writeFileSync(join(folder, below, 'script.json'), JSON.stringify({ rules }));
  writeFileSync(join(folder, below, 'answer.md'), `answer of ${below}`);
}

describe('script', () => {
  it('answers with the first rule that fits, so many times, each service’s folder after the other', () => {
    write([{ when: { contains: ['orders'], round: 1 }, fault: 'throttle', times: 1 }]);
    write([{ when: { contains: ['orders', 'latency'], round: 1 }, answer: 'answer.md' }], 'orders');
    write([{ when: { round: 2 }, answer: 'answer.md' }], 'quotes');
    const pick = scripted(readScript(folder));
    const asked = { model: 'm', text: 'orders: latency', round: 1 };
    expect(pick(asked)?.fault).toBe('throttle');
    expect(pick(asked)?.text).toBe('answer of orders');
    expect(pick({ ...asked, text: 'orders' })).toBeNull();
    expect(pick({ ...asked, round: 2 })?.text).toBe('answer of quotes');
  });

  it.each([
    ['neither answer nor fault', [{}]],
    ['both', [{ answer: 'answer.md', fault: 'cut' }]],
    ['a field that is not known', [{ answer: 'answer.md', wehn: {} }]],
    ['a file that is not there', [{ answer: 'other.md' }]],
  ])('is refused with %s', (_name, rules) => {
    write(rules);
    expect(() => readScript(folder)).toThrow(/script\.json|other\.md/);
  });
});

it('runs in a process of its own, which ends with whoever started it', async () => {
  write([{ when: { contains: ['orders'] }, answer: 'answer.md' }]);
  const server = await startModelServerProcess(folder);
  const ask = async (content: string) => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
    const response = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body });
    const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
    return choices[0]?.message.content;
  };
  expect(await ask('orders')).toBe('answer of .');
  expect(await ask('quotes')).toBe(NO_ANSWER);
  await server.stop();
  await expect(ask('orders')).rejects.toThrow();
});
