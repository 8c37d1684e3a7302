import { refTo } from '../../lambdas/shared/audit/refs.ts';
import type { SwitchState } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';

/**
 * Sets the kill switch and puts it on the audit of every tenant. Returns the state that holds now, and whether it was
 * changed: a switch that stands there already keeps the name and the reason of who set it.
 * The switch comes first, so that nothing can hold up a stop; a run that dies before its audit is audited by the next command.
 */
export async function setSwitch(
  { control, audit, status }: OpenedState,
  wanted: Pick<SwitchState, 'stopped' | 'by' | 'reason'>,
): Promise<{ changed: boolean; state: SwitchState }> {
  const before = await control.switchState();
  const { now, tenants } = await status();
  const changed = before.stopped !== wanted.stopped;
  // The clock stands still between runs: a millisecond more makes each turn of the switch one of its own.
  const state = changed ? { ...wanted, at: Math.max(now, before.at + 1) } : before;
  if (changed) await control.setSwitch(state);
  for (const tenant of tenants) {
    if (before.at > 0) await record(audit, tenant, before);
    if (changed) await record(audit, tenant, state);
  }
  return { changed, state };
}

/** Once a turn of the switch, told by its time. */
async function record(audit: OpenedState['audit'], tenant: string, { stopped, by, reason, at }: SwitchState): Promise<void> {
  const action = stopped ? 'stop' : 'resume';
  await audit.append({
    tenant,
    key: `control/switch/${action}/${at}`,
    actor: by,
    action,
    subject: 'switch',
    about: [refTo('switch', String(at))],
    summary: `${stopped ? 'Stopped every new side effect' : 'Allowed changes again'}: ${reason}`,
    confidence: null,
    risk: null,
    evidence: [],
    inputs: [],
    at,
  });
}
