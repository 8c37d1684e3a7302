import { describe, expect, it } from 'vitest';
import { createLoadGenerator } from '../../../localstack/embedded/load/load-generator.ts';
import { virtualClock } from '../../../localstack/embedded/virtual-clock.ts';

/** Real time and timers that a test moves by hand. */
function bench() {
  let real = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  let last = 0;
  const clock = virtualClock({ origin: 0, realOrigin: 0, minuteMs: 1000, now: () => real });
  const sent: { name: string; payload: string; real: number }[] = [];
  const generator = createLoadGenerator({
    seed: 5,
    clock,
    now: () => real,
    send: (name, payload) => void sent.push({ name, payload, real }),
    timers: {
      set(run, ms) {
        last += 1;
        timers.set(last, { at: real + ms, run });
        return last;
      },
      clear: (timer) => void timers.delete(timer as number),
    },
  });
  const pass = (ms: number): void => {
    const until = real + ms;
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.at <= until).toSorted(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      timers.delete(due[0]);
      // A timer that is overdue after a standstill runs now.
      real = Math.max(real, due[1].at);
      due[1].run();
    }
    real = until;
  };
  return { generator, sent, pass, stall: (ms: number) => (real += ms), timers };
}

const counting = (_: unknown, sequence: number) => ({ sequence });

describe('createLoadGenerator', () => {
  it('sends at about the rate, counts it, and numbers the payloads', () => {
    const { generator, sent, pass } = bench();
    generator.start('orders', { perMinute: 100, amplitude: 0 }, counting);
    pass(60_000);
    expect(sent.length).toBeGreaterThan(6000 - 6 * Math.sqrt(6000));
    expect(sent.length).toBeLessThan(6000 + 6 * Math.sqrt(6000));
    expect(generator.status()[0]).toMatchObject({ function: 'orders', sent: sent.length, skipped: 0 });
    expect(sent.map(({ payload }) => JSON.parse(payload).sequence)).toEqual(sent.map((_, index) => index));
  });

  it('goes on at another rate, and stops', () => {
    const { generator, sent, pass, timers } = bench();
    generator.start('orders', { perMinute: 10, amplitude: 0 }, counting);
    pass(10_000);
    const slow = sent.length;
    generator.setRate('orders', 100);
    pass(10_000);
    expect(sent.length - slow).toBeGreaterThan(5 * slow);
    generator.stop(null);
    const all = sent.length;
    pass(10_000);
    expect(sent.length).toBe(all);
    expect(timers.size).toBe(0);
  });

  it('makes up for a short standstill and leaves out a long one', () => {
    const { generator, sent, pass, stall } = bench();
    generator.start('orders', { perMinute: 100, amplitude: 0 }, counting);
    pass(1000);
    stall(500);
    pass(1);
    expect(generator.status()[0]?.skipped).toBe(0);
    const before = sent.length;
    stall(60_000);
    pass(1);
    expect(sent.length - before).toBeLessThan(200);
    expect(generator.status()[0]?.skipped).toBeGreaterThan(5000);
  });

  it('refuses a rate for a function that has no load', () => {
    expect(() => bench().generator.setRate('orders', 1)).toThrow(/function: found orders/);
  });
});
