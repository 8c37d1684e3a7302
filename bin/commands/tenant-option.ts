import type { OpenedState } from '../../localstack/embedded/events.ts';
import { UsageError } from '../output/exit-codes.ts';
import { someText } from '../output/options.ts';

export const TENANT_OPTION = ['--tenant <name>', 'whose patterns; needed where the state has several tenants'] as const;
export const TenantName = someText(100, 'the name of a tenant').optional();

/**
 * The tenant that is meant: the one that is named, or the only one.
 * @throws UsageError when there are several and none is named, or another one is.
 */
export async function tenantOf(state: Pick<OpenedState, 'status'>, wanted: string | undefined): Promise<string> {
  const { tenants, stateDir } = await state.status();
  const [only, ...others] = tenants;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  if (wanted !== undefined && tenants.includes(wanted)) return wanted;
  throw new UsageError(`--tenant: found ${JSON.stringify(wanted) ?? 'nothing'}; expected a tenant of ${stateDir} (${tenants.join(', ')})`);
}
