import { Readable, Writable } from 'node:stream';
import type { CliContext } from '../../../bin/commands/context.ts';
import type { EmbeddedCloud } from '../../../bin/commands/embedded-cloud.ts';
import { main } from '../../../bin/commands/main.ts';
import type { DecideIn, DecideOut } from '../../../lambdas/shared/contract/workflow.ts';
import type { SwitchState } from '../../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../../localstack/embedded/events.ts';
import { world } from '../../lambdas/reporting/fakes.ts';
import { fullCycle, minutes, TENANT } from '../../lambdas/reporting/fixtures.ts';

type Runner = EmbeddedCloud['runEmbedded'];

/** A command line over a state directory in memory, with `stdin` to read. `open` and `closed` count. */
export function fakeCli({
  empty = false,
  run,
  stdin = '',
  answer = ({ tenant, improvementId }) => ({ tenant, improvementId, result: 'noted', reason: 'it is noted' }),
}: { empty?: boolean; run?: Runner; stdin?: string; answer?: (order: DecideIn) => DecideOut } = {}) {
  const orders: { stateDir: string; order: DecideIn }[] = [];
  const { cycle, opportunities, improvements } = fullCycle();
  const w = world(empty ? {} : { cycles: [cycle], opportunities, improvements, units: {} });
  let switched: SwitchState = { stopped: false, by: 'nobody', reason: 'never set', at: 0 };
  const counts = { opened: 0, closed: 0 };
  const state = (stateDir: string): OpenedState => ({
    work: w.ports.work,
    audit: w.audit,
    control: {
      switchState: async () => switched,
      setSwitch: async (next: SwitchState) => void (switched = next),
    } as unknown as OpenedState['control'],
    baselines: {
      load: async ({ target }: { target: string }) => ({
        series: target === 'orders' ? [{ discarded: { late: 2 } }, { discarded: { late: 1, duplicate: 4 } }] : [],
        quarantined: target === 'quotes' ? [{ subject: { kind: 'target', target }, series: 'error-rate', reason: 'not readable' }] : [],
      }),
    } as unknown as OpenedState['baselines'],
    registry: {
      list: async () => ['orders', 'quotes'].map((name) => ({ name, cadence: 'fast', reason: 'high priority', polledUntil: minutes(40) })),
    } as unknown as OpenedState['registry'],
    status: async () => ({
      stateDir,
      run: { pid: 4711 },
      now: minutes(40),
      tenants: [TENANT],
      functions: [
        { name: 'orders', tenant: TENANT, version: '2', canary: null },
        { name: 'quotes', tenant: TENANT, version: '1', canary: { version: '2', weight: 0.1 } },
      ],
    }),
    close: async () => void (counts.closed += 1),
  });
  const output = { out: '', err: '' };
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  const context: Omit<CliContext, 'exit'> = {
    terminal: {
      out: (text) => void (output.out += text),
      err: (text) => void (output.err += text),
      live: false,
      colour: false,
      columns: () => 100,
      rows: () => 40,
    },
    loadCloud: async () => ({
      runEmbedded: run ?? (() => Promise.reject(new Error('not asked for'))),
      decide: async ({ stateDir }, order) => {
        orders.push({ stateDir, order });
        return answer(order);
      },
      openState: async (stateDir) => {
        counts.opened += 1;
        return state(stateDir);
      },
    }),
    signals: {
      on: (signal, listener) => listeners.set(signal, listener),
      off: (signal) => listeners.delete(signal),
      exit: (code) => void exits.push(code),
    },
    stdin: () => Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    stdout: new Writable({
      write(chunk, _, done) {
        output.out += String(chunk);
        done();
      },
    }),
    user: () => 'cli:ada',
  };
  return {
    output,
    counts,
    exits,
    audit: w.audit,
    work: w.ports.work,
    orders,
    context,
    /** As the operating system would. */
    send: (signal: 'SIGINT' | 'SIGTERM') => listeners.get(signal)?.(),
    listening: () => listeners.size,
    switchState: () => switched,
    run: (...args: string[]) => main(args, context),
  };
}
