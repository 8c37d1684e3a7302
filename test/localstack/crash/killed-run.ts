import process from 'node:process';
import { synthesise } from '../../../bin/commands/synthesise.ts';
import { startCloud } from '../../../localstack/embedded/cloud.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';

/**
 * `node killed-run.ts <state directory> <config file> <target> <state,state…> <nth> <delay ms>`: runs a cycle and kills itself, as a power
 * cut would, so many ms after the target's rollout has entered one of these states for the nth time.
 */
const [stateDir = '', config = '', target = '', states = '', nth = '1', delay = '0'] = process.argv.slice(2);
const points = states.split(',');
const MINUTE = 600;
/** Enough for the judge to convict the trap in minutes, and to see the cache pass within the horizon. */
const LOAD = { catalog: { perMinute: 240, payload: 'basketEvent' }, shipping: { perMinute: 40, payload: 'shipmentEvent' } } as const;
const OBSERVED = 13;

let seen = 0;
const cloud = await startCloud({
  stateDir,
  seed: 1,
  minuteMs: MINUTE,
  assembly: await synthesise(config, OBSERVED),
  onState({ workflow, input }, state) {
    const { improvementId = '' } = input as { improvementId?: string };
    if (workflow !== 'rollout' || !improvementId.includes(target) || !points.includes(state)) return;
    seen += 1;
    if (seen === Number(nth)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(delay));
  },
});
for (const [name, { perMinute, payload }] of Object.entries(LOAD)) {
  await cloud.host.prewarm(name, 4);
  await cloud.host.startLoad({
    function: name,
    perMinute,
    amplitude: 0,
    payload: { module: new URL('../../../localstack/embedded/fleet/payloads.ts', import.meta.url).href, export: payload },
  });
}
const until = cloud.clock() + OBSERVED * MINUTE_MS;
while (cloud.clock() < until) await new Promise((resolve) => setTimeout(resolve, MINUTE));
await cloud.workflows.start('improvement-cycle', 'cycle-killed', { tenant: 'sample', trigger: 'manual', windowMinutes: OBSERVED - 1 });
await cloud.workflows.idle();
// The kill may still be under way; a run that never came to its point is an error of the test.
await new Promise((resolve) => setTimeout(resolve, 1000));
for (const { target: of, kind, status, reason } of await cloud.work.opportunities.list('sample')) {
  if (of === target) console.error(`never killed: opportunity ${kind} ${status}: ${reason}`);
}
for (const { target: of, strategy, status, reason } of await cloud.work.improvements.list('sample')) {
  if (of === target) console.error(`never killed: improvement ${strategy} ${status}: ${reason}`);
}
await cloud.stop('never killed');
process.exit(3);
