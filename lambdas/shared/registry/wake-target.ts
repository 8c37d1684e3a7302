import type { RegisteredTarget } from '../contract/records.ts';
import type { TargetRegistry } from '../ports.ts';
import { MINUTE_MS } from '../time.ts';
import { updateRegistered } from './update-registered.ts';

/** How long a target is polled fast after something happened: the lateness window, in which what happened becomes figures. */
export const AWAKE_MS = 15 * MINUTE_MS;

/** A target is woken at most so often: a flood of failures must not become a flood of polls. */
const WAKE_EVERY_MS = MINUTE_MS;

/**
 * Makes a target due now and has it polled fast for {@link AWAKE_MS}. `deployed`: its configuration is read anew at that poll. False: it is
 * not managed, or was woken within the last minute (which a deployment does not care about).
 * @throws StaleRecord when others keep writing its record.
 */
export async function wakeTarget(registry: TargetRegistry, name: string, now: number, deployed = false): Promise<boolean> {
  const woken = await updateRegistered(registry, name, (record) => {
    if (deployed ? record.refreshedAt === 0 && isAwake(record, now) : isAwake(record, now)) return null;
    return {
      ...record,
      fastUntil: Math.max(record.fastUntil, now + AWAKE_MS),
      nextPollAt: Math.min(record.nextPollAt, now),
      refreshedAt: deployed ? 0 : record.refreshedAt,
    };
  });
  return woken !== null;
}

function isAwake({ fastUntil }: RegisteredTarget, now: number): boolean {
  return fastUntil > now + AWAKE_MS - WAKE_EVERY_MS;
}
