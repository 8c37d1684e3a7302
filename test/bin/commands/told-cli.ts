import { auditChoice } from '../../../lambdas/analysis/audit-choice.ts';
import { generate, type GeneratePorts } from '../../../lambdas/generation/generate.ts';
import { packageSource } from '../../../lambdas/shared/adapters/package-source.ts';
import { learn } from '../../../lambdas/learning/learn.ts';
import type { Improvement, Opportunity } from '../../../lambdas/shared/contract/records.ts';
import { validate, type ValidatePorts } from '../../../lambdas/validation/validate.ts';
import { cycle, opportunity } from '../../lambdas/reporting/fixtures.ts';
import type { Behaviour } from '../../lambdas/rollout/fakes/service.ts';
import { createWorld, IMPROVEMENT, runRollout } from '../../lambdas/rollout/fakes/world.ts';
import { fakeCli } from './fake-cloud.ts';

/**
 * A command line over what a whole way through the loop leaves behind: every phase's own record of its decision on the improvement `imp-1`
 * of the cycle `cycle-1`, whose canary behaves as given.
 */
export async function toldCli(
  canary: Partial<Behaviour>,
  { found = {}, change = {} }: { found?: Partial<Opportunity>; change?: Partial<Improvement> } = {},
) {
  const world = await createWorld({ ...change, status: 'generated', checks: [] }, canary);
  const { work, audit, clock } = world.ports;
  const opened = cycle({ startedAt: clock() });
  const chosen = opportunity(IMPROVEMENT.target, 'sequential-awaits', { id: IMPROVEMENT.id, at: clock(), ...found });
  await work.cycles.create(opened);
  await work.opportunities.create(chosen);
  const skipped = opportunity('ledger', 'memory-growth', { id: 'other', status: 'recommended' });
  await auditChoice({ audit, clock }, opened, [skipped, chosen], [], 0, { targets: [], known: 2, left: 0 });

  // Both find their work done, and record it.
  await generate({ ...world.ports, source: packageSource(world.ports.fleet), model: null } satisfies GeneratePorts, world.settings, {
    tenant: opened.tenant,
    cycleId: opened.id,
    opportunityId: chosen.id,
  });
  const { checks } = IMPROVEMENT;
  await work.improvements.update({ ...(await world.improvement()), status: 'validated', reason: 'every check passes', checks });
  await validate(world.ports as unknown as ValidatePorts, world.settings, world.ref);
  await runRollout(world);
  await learn({ ...world.ports, control: { ...world.control, addOutcome: async () => undefined } }, world.settings, world.ref);

  const cli = fakeCli({ empty: true });
  await cli.work.cycles.create(opened);
  await cli.work.opportunities.create(chosen);
  await cli.work.improvements.create(await world.improvement());
  for (const { sequence: _sequence, previous: _previous, hash: _hash, about = [], inputs = [], ...rest } of world.audit.records) {
    await cli.audit.append({ ...rest, about, inputs });
  }
  return cli;
}
