import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactFailure } from '../../../../lambdas/shared/redact/redact-failure.ts';
import { Secrets } from '../../../../bench/redact/secrets.ts';

/** A secret that is one wherever it stands. */
const planted = fc.integer().map((seed) => {
  const secrets = new Secrets(seed, 'planted');
  return secrets.one([
    secrets.keyId(),
    secrets.jwt(),
    secrets.email(),
    secrets.card(),
    `gh${'p'}_${secrets.alnum(36)}`,
    secrets.pem('RSA', 2),
  ]);
});

describe('a failure', () => {
  it('leaves with no secret, wherever one was', () => {
    const words = fc.stringMatching(/^[a-z :,.()]{0,30}$/);
    fc.assert(
      fc.property(planted, words, words, fc.constantFrom('requestId', 'type', 'message', 'stack'), (secret, before, after, place) => {
        const text = `${before} ${secret} ${after}`;
        const failure = { requestId: 'r', type: 'Error', message: 'm', stack: ['at f (x.js:1:2)'], fatal: true };
        const kept = redactFailure({ ...failure, [place]: place === 'stack' ? [text, 'at f (x.js:1:2)'] : text });
        expect(JSON.stringify(kept)).not.toContain(secret.slice(0, 16));
        expect(kept.fatal).toBe(true);
      }),
    );
  });

  it('without one stays as it was', () => {
    const failure = {
      requestId: '7f3c',
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'id')",
      stack: ['at f (x.js:1:2)'],
    };
    expect(redactFailure(failure)).toEqual(failure);
  });
});
