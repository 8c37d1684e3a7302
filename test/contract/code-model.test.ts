import { describe, expect, it } from 'vitest';
import { bedrockModels } from '../../lambdas/shared/adapters/model/bedrock-model.ts';
import { openAiModels } from '../../lambdas/shared/adapters/model/openai-model.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { type Received, startModelServer } from '../../localstack/embedded/model-server/model-server.ts';
import { CHOICE, describeModelProvider, REQUEST } from './code-model.suite.ts';
import { OFFLINE } from './fakes/intercept.ts';

const LIMITS = { temperature: 0.1, maxTokens: 4000 };
const KEY = 'sk-not-to-be-told';

describeModelProvider('Bedrock', (url, meter) => bedrockModels({ settings: { ...LIMITS, endpoint: url }, meter, ...OFFLINE }));
describeModelProvider('OpenAI-compatible', (url, meter) =>
  openAiModels({ settings: { ...LIMITS, endpoint: `${url}/v1` }, meter, apiKey: async () => null }),
);

async function requestOf(ask: (url: string) => Promise<unknown>): Promise<Received> {
  const received: Received[] = [];
  const server = await startModelServer({ rules: [], onRequest: (each) => received.push(each) });
  await ask(server.url);
  await server.close();
  return received[0] ?? expect.fail('no request came');
}

describe('Bedrock', () => {
  const signal = AbortSignal.timeout(30_000);

  it('marks the ends of what it may keep: of every request, and of an opportunity’s', async () => {
    const { body } = await requestOf((url) =>
      bedrockModels({ settings: { ...LIMITS, endpoint: url }, meter: createMeter(), ...OFFLINE }).ask(CHOICE, REQUEST, signal),
    );
    const { system, messages } = body as { system: object[]; messages: { content: object[] }[] };
    expect(system.map((block) => Object.keys(block)[0])).toEqual(['text', 'text', 'cachePoint']);
    expect(messages[0]?.content.map((block) => Object.keys(block)[0])).toEqual(['text', 'cachePoint']);
  });

  it('marks nothing for a model that takes no marks', async () => {
    const choice = { ...CHOICE, cachePoints: false };
    const { body } = await requestOf((url) =>
      bedrockModels({ settings: { ...LIMITS, endpoint: url }, meter: createMeter(), ...OFFLINE }).ask(choice, REQUEST, signal),
    );
    expect(JSON.stringify(body)).not.toContain('cachePoint');
  });
});

describe('an OpenAI-compatible endpoint', () => {
  const make = (url: string, apiKey: () => Promise<string | null>) =>
    openAiModels({ settings: { ...LIMITS, endpoint: url }, meter: createMeter(), apiKey });
  const signal = AbortSignal.timeout(30_000);

  it('is given the key in its header, and nowhere else', async () => {
    const { headers, body } = await requestOf((url) => make(`${url}/v1/`, async () => KEY).ask(CHOICE, REQUEST, signal));
    expect(headers['authorization']).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(body)).not.toContain(KEY);
  });

  it('tells the key to nobody when it repeats it in an error', async () => {
    const original = globalThis.fetch;
    globalThis.fetch = async () => new Response(`wrong key ${KEY}`, { status: 401 });
    try {
      const answer = await make('http://127.0.0.1:1/v1', async () => KEY).ask(CHOICE, REQUEST, signal);
      expect(answer).toMatchObject({ ok: false, problem: 'unavailable', again: false });
      expect(JSON.stringify(answer)).not.toContain(KEY);
    } finally {
      globalThis.fetch = original;
    }
  });

  it('tells no part of the key, where its words are cut', async () => {
    const original = globalThis.fetch;
    globalThis.fetch = async () => new Response(`${'x'.repeat(280)} ${KEY}`, { status: 401 });
    try {
      const answer = await make('http://127.0.0.1:1/v1', async () => KEY).ask(CHOICE, REQUEST, signal);
      expect(JSON.stringify(answer)).not.toContain(KEY.slice(0, 6));
    } finally {
      globalThis.fetch = original;
    }
  });

  it('is not asked with a secret that is no key, and nothing of it is told', async () => {
    const secret = `{\n "key": "${KEY}"\n}`;
    const answer = await make('http://127.0.0.1:1/v1', async () => secret).ask(CHOICE, REQUEST, signal);
    expect(answer).toMatchObject({
      ok: false,
      problem: 'unavailable',
      again: false,
      reason: expect.stringContaining('the key alone') as unknown,
    });
    expect(JSON.stringify(answer)).not.toContain(KEY);
  });

  it('is not asked without the key that it needs', async () => {
    const answer = await make('http://127.0.0.1:1/v1', async () => {
      throw new Error('the secret holds no text');
    }).ask(CHOICE, REQUEST, signal);
    expect(answer).toMatchObject({
      ok: false,
      problem: 'unavailable',
      again: false,
      reason: 'the API key could not be read: the secret holds no text',
    });
  });
});
