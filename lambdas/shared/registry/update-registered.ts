import type { RegisteredTarget } from '../contract/records.ts';
import { StaleRecord } from '../errors.ts';
import type { TargetRegistry } from '../ports.ts';

/**
 * Tries before the last StaleRecord is let through. Discovery, the log receiver, an event and a poll write the same record, each seldom.
 */
const MOST_TRIES = 4;

/**
 * Reads a record, changes it and writes it at the revision that was read, again from the start when somebody else was first.
 * Null: the target is not registered, or `change` wants nothing written.
 * @throws StaleRecord when others were first {@link MOST_TRIES} times.
 */
export async function updateRegistered(
  registry: TargetRegistry,
  name: string,
  change: (record: RegisteredTarget) => RegisteredTarget | null,
): Promise<RegisteredTarget | null> {
  for (let attempt = 1; ; attempt += 1) {
    const record = await registry.get(name);
    const changed = record === null ? null : change(record);
    if (changed === null) return null;
    try {
      return await registry.put(changed);
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt === MOST_TRIES) throw error;
    }
  }
}
