import type { SwitchState } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';

/**
 * Sets the kill switch and puts it on the audit of every tenant. Returns the state that holds now, and whether it was
 * changed: a switch that stands there already keeps the name and the reason of who set it.
 */
export async function setSwitch(
  { control, audit, status }: OpenedState,
  wanted: Pick<SwitchState, 'stopped' | 'by' | 'reason'>,
): Promise<{ changed: boolean; state: SwitchState }> {
  const before = await control.switchState();
  if (before.stopped === wanted.stopped) return { changed: false, state: before };
  const { now, tenants } = await status();
  const state: SwitchState = { ...wanted, at: now };
  await control.setSwitch(state);
  const action = wanted.stopped ? 'stop' : 'resume';
  for (const tenant of tenants) {
    // The clock stands still between runs: the place in the trail makes each turn of the switch an entry of its own.
    const place = (await audit.list(tenant)).length;
    await audit.append({
      tenant,
      key: `control/switch/${action}/${now}/${place}`,
      actor: wanted.by,
      action,
      subject: 'switch',
      summary: `${wanted.stopped ? 'Stopped every new side effect' : 'Allowed changes again'}: ${wanted.reason}`,
      confidence: null,
      risk: null,
      evidence: [],
      at: now,
    });
  }
  return { changed: true, state };
}
