import { describe, expect, it } from 'vitest';
import { dollarsOf, modelIssues, mostDollars, mostSeconds } from '../../../../lambdas/shared/contract/model-limits.ts';
import type { ModelSettings } from '../../../../lambdas/shared/contract/model-settings.ts';
import { modelSettings } from '../../generation/model-settings.ts';

const choice = { id: 'm', inputPrice: 3, outputPrice: 15, structured: false, cachePoints: true };

it('prices tokens by the million, cached ones by their own price', () => {
  const usage = { input: 1_000_000, cached: 0, cacheWritten: 0, output: 100_000 };
  expect(dollarsOf(choice, usage)).toBeCloseTo(4.5);
  expect(dollarsOf(choice, { input: 0, cached: 1_000_000, cacheWritten: 0, output: 0 })).toBeCloseTo(3);
  expect(dollarsOf({ ...choice, cachedInputPrice: 0.3 }, { input: 0, cached: 1_000_000, cacheWritten: 0, output: 0 })).toBeCloseTo(0.3);
  expect(mostDollars(choice, 1_000_000, 0)).toBeCloseTo(3.75);
});

it('adds the waits to the tries', () => {
  expect(mostSeconds({ timeoutSeconds: 60, retries: 3 })).toBe(4 * 60 + 2 + 4 + 8);
});

describe('settings', () => {
  it('are right as they are by default', () => {
    expect(modelIssues(modelSettings())).toEqual([]);
  });

  it.each<[string, Partial<ModelSettings>, string]>([
    ['an endpoint is missing', { provider: 'openai' }, 'endpoint'],
    ['Bedrock is given a key', { apiKeyVariable: 'KEY' }, 'apiKeyVariable'],
    [
      'there are two keys',
      {
        provider: 'openai',
        endpoint: 'https://x.example',
        apiKeyVariable: 'KEY',
        apiKeySecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:k-abc123',
      },
      'apiKeyVariable',
    ],
    ['a model is listed twice', { models: [choice, choice] }, 'models.1.id'],
    ['an opportunity may cost more than a day', { dailyDollars: 0.4 }, 'opportunityDollars'],
    ['no answer fits into the budget', { opportunityDollars: 0.1 }, 'opportunityDollars'],
    ['the tries take longer than the handler has', { timeoutSeconds: 300, retries: 2 }, 'timeoutSeconds'],
  ])('are refused when %s', (_name, change, field) => {
    expect(modelIssues(modelSettings(change)).map((issue) => issue.field)).toEqual([field]);
  });
});
