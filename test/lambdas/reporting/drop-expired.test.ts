import { describe, expect, it } from 'vitest';
import { dropExpired } from '../../../lambdas/reporting/drop-expired.ts';
import { world } from './fakes.ts';
import { improvement, START, TENANT } from './fixtures.ts';

const waiting = (expiresAt: number) =>
  improvement('orders', 'sequential-awaits', {
    status: 'awaiting-approval',
    approval: { why: 'code changes are approved by a person', askedAt: START, expiresAt, answer: null },
  });

describe('dropping what nobody answered', () => {
  it('closes it with the reason, once', async () => {
    const w = world({ improvements: [waiting(START + 1)] });
    await dropExpired(w.ports, TENANT);
    await dropExpired(w.ports, TENANT);
    const [closed] = await w.ports.work.improvements.list(TENANT);
    expect(closed).toMatchObject({ status: 'not-deployed', reason: expect.stringMatching(/^not deployed: nobody had answered by \d{4}-/) });
    expect(w.audit.records.map(({ action }) => action)).toEqual(['not-deployed']);
  });

  it('leaves what has time left, and what was answered', async () => {
    const w = world({ improvements: [waiting(Number.MAX_SAFE_INTEGER)] });
    await dropExpired(w.ports, TENANT);
    expect((await w.ports.work.improvements.list(TENANT))[0]?.status).toBe('awaiting-approval');
    const answered = world({ improvements: [{ ...waiting(START + 1), status: 'validated' }] });
    await dropExpired(answered.ports, TENANT);
    expect(answered.audit.records).toEqual([]);
  });

  it('lets the word of a person hold who answers at the same moment', async () => {
    const w = world({ improvements: [waiting(START + 1)] });
    const { improvements } = w.ports.work;
    const list = improvements.list.bind(improvements);
    improvements.list = async (...args) => {
      const found = await list(...args);
      const [first] = found;
      if (first?.status === 'awaiting-approval') await improvements.update({ ...first, status: 'validated' });
      return found;
    };
    await dropExpired(w.ports, TENANT);
    expect((await list(TENANT))[0]?.status).toBe('validated');
  });
});
