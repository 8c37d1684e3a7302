import { alarmDimensions } from '../shared/alarm-dimensions.ts';
import type { AlarmEvent } from '../shared/contract/workflow.ts';
import type { Settings } from '../shared/contract/environment.ts';
import type { Target } from '../shared/contract/records.ts';
import type { FunctionFleet } from '../shared/ports.ts';

/** Whom an alarm concerns: a managed function, a whole tenant, or nobody that Kaizen looks after. */
export type AlarmSubject =
  | { kind: 'target'; tenant: string; target: Target }
  | { kind: 'tenant'; tenant: string }
  | { kind: 'nobody'; reason: string };

/** Reads it off the dimensions FunctionName and Tenant of the alarm's metrics. */
export async function alarmSubject(fleet: Pick<FunctionFleet, 'get'>, settings: Settings, event: AlarmEvent): Promise<AlarmSubject> {
  const dimensions = alarmDimensions(event);
  const name = dimensions['FunctionName'];
  const target = name === undefined ? null : await fleet.get(name);
  if (target !== null) {
    if (settings.tenants[target.tenant] !== undefined) return { kind: 'target', tenant: target.tenant, target };
    return {
      kind: 'nobody',
      reason: `${target.name} belongs to tenant ${target.tenant}, which is not in the configuration: it is only observed.`,
    };
  }
  if (name !== undefined) return { kind: 'nobody', reason: `The function ${name} is not managed.` };
  const tenant = dimensions['Tenant'] ?? dimensions['tenant'];
  if (tenant !== undefined && settings.tenants[tenant] !== undefined) return { kind: 'tenant', tenant };
  return { kind: 'nobody', reason: 'The alarm names neither a managed function nor a tenant.' };
}
