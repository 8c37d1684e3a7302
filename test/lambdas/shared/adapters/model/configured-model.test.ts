import { expect, it } from 'vitest';
import { configuredModel } from '../../../../../lambdas/shared/adapters/model/configured-model.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import type { ModelSettings } from '../../../../../lambdas/shared/contract/model-settings.ts';
import { type Received, startModelServer } from '../../../../../localstack/embedded/model-server/model-server.ts';
import { REQUEST } from '../../../../contract/code-model.suite.ts';
import { OFFLINE } from '../../../../contract/fakes/intercept.ts';
import { modelSettings } from '../../../generation/model-settings.ts';
import { memoryModelStore } from './memory-model-store.ts';

function model(settings: ModelSettings | null, environment: Record<string, string> = {}) {
  return configuredModel({
    settings,
    store: memoryModelStore(),
    control: { scores: async () => [], switchState: async () => ({ stopped: false, by: '', reason: '', at: 0 }) },
    meter: createMeter(),
    clock: () => 0,
    environment,
    ...OFFLINE,
  });
}

it('is none where none is configured', () => {
  expect(model(null)).toBeNull();
});

it.each(['bedrock', 'openai'] as const)('asks by %s, with the key from the environment where there is one', async (provider) => {
  const received: Received[] = [];
  const server = await startModelServer({ rules: [{ when: {}, text: 'files', delayMs: 0 }], onRequest: (each) => received.push(each) });
  const endpoint = provider === 'bedrock' ? server.url : `${server.url}/v1`;
  const key = provider === 'openai' ? { apiKeyVariable: 'MODEL_KEY' } : {};
  const answer = await model(modelSettings({ provider, endpoint, ...key }), { MODEL_KEY: ' the-key ' })?.complete(REQUEST);
  await server.close();
  expect(answer).toMatchObject({ ok: true, text: 'files', model: 'first' });
  expect(String(received[0]?.headers['authorization'])).toMatch(provider === 'openai' ? /^Bearer the-key$/ : /^AWS4-HMAC-SHA256 /);
});

it('asks nobody without the key that was named', async () => {
  const settings = modelSettings({ provider: 'openai', endpoint: 'http://127.0.0.1:1/v1', apiKeyVariable: 'MODEL_KEY' });
  const answer = await model(settings)?.complete(REQUEST);
  expect(answer).toMatchObject({
    ok: false,
    problem: 'unavailable',
    dollars: 0,
    reason: expect.stringContaining('MODEL_KEY is empty') as unknown,
  });
});
