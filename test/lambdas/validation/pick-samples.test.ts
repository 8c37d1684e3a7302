import { expect, test } from 'vitest';
import { pickSamples } from '../../../lambdas/validation/pick-samples.ts';
import { sampleOf } from './replays.ts';

const failed = { ok: false as const, errorType: 'Error', errorMessage: 'no' };

test('failures and events that differ come first, the newest before others', () => {
  const samples = [
    ...Array.from({ length: 10 }, (_, index) => sampleOf(index, { event: 'same' })),
    sampleOf(20, { event: 'other' }),
    sampleOf(1, { id: 'failed', outcome: failed }),
  ];
  expect(pickSamples(samples, 3).map(({ id }) => id)).toEqual(['failed', 'request-9', 'request-20']);
  expect(pickSamples(samples, 5).map(({ id }) => id)).toEqual(['failed', 'request-7', 'request-8', 'request-9', 'request-20']);
});

test('most are invocations that succeeded', () => {
  const samples = Array.from({ length: 40 }, (_, index) => sampleOf(index, index % 2 === 0 ? { outcome: failed } : {}));
  const picked = pickSamples(samples);
  expect(picked).toHaveLength(20);
  expect(picked.filter(({ outcome }) => !outcome.ok)).toHaveLength(5);
});

test('they come in the order in which they happened, each once', () => {
  const picked = pickSamples([sampleOf(3), sampleOf(1), sampleOf(2)]);
  expect(picked.map(({ id }) => id)).toEqual(['request-1', 'request-2', 'request-3']);
  expect(pickSamples([])).toEqual([]);
});

test('who called others comes before who remembered the answers', () => {
  const call = {
    method: 'GET',
    url: 'http://a.example/',
    operation: null,
    requestBody: { text: '', base64: false },
    response: null,
    startedMs: 0,
    durationMs: 1,
  };
  const samples = [sampleOf(1, { calls: [call] }), sampleOf(2), sampleOf(3)];
  expect(pickSamples(samples, 2).map(({ id }) => id)).toEqual(['request-1', 'request-3']);
});

test('slow invocations are fewer, so that both versions have the time to run each of them', () => {
  const slow = Array.from({ length: 30 }, (_, index) => sampleOf(index, { durationMs: 6000 }));
  // Six of them are 36 s together; a seventh would be 42.
  expect(pickSamples(slow)).toHaveLength(6);
  expect(pickSamples(Array.from({ length: 30 }, (_, index) => sampleOf(index, { durationMs: 9999 })))).toHaveLength(5);
});
