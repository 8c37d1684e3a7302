import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GRACE_MS, onInterrupt } from '../../../bin/output/interrupt.ts';

function fakeProcess() {
  const listeners = new Map<string, () => void>();
  const happened: string[] = [];
  return {
    happened,
    send: (signal: string) => listeners.get(signal)?.(),
    signals: {
      on: (signal: string, listener: () => void) => listeners.set(signal, listener),
      off: (signal: string) => listeners.delete(signal),
      exit: (code: number) => void happened.push(`exit ${code}`),
    },
  };
}

describe('an interrupt', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each(['SIGINT', 'SIGTERM'])('%s aborts, and ends the process when the grace is over', (name) => {
    const { signals, send, happened } = fakeProcess();
    const interrupt = onInterrupt(signals, () => happened.push('restored'));
    send(name);
    expect(interrupt.signal.aborted).toBe(true);
    vi.advanceTimersByTime(GRACE_MS - 1);
    expect(happened).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(happened).toEqual(['restored', 'exit 130']);
    expect(GRACE_MS).toBeLessThan(2000);
  });

  it('leaves at once when it is repeated', () => {
    const { signals, send, happened } = fakeProcess();
    onInterrupt(signals, () => happened.push('restored'));
    send('SIGINT');
    send('SIGINT');
    expect(happened).toEqual(['restored', 'exit 130']);
  });

  it('no longer ends a process that got through', () => {
    const { signals, send, happened } = fakeProcess();
    const interrupt = onInterrupt(signals, () => happened.push('restored'));
    send('SIGINT');
    interrupt.dispose();
    send('SIGINT');
    vi.advanceTimersByTime(10 * GRACE_MS);
    expect(happened).toEqual([]);
  });
});
