import { DEFAULT_TENANT, TAGS } from '../../../lambdas/shared/contract/names.ts';
import { Target } from '../../../lambdas/shared/contract/records.ts';
import { CorruptRecord, TargetChanged } from '../../../lambdas/shared/errors.ts';
import { describeIssues } from '../../../lambdas/shared/handler.ts';
import type { FunctionFleet, Meter } from '../../../lambdas/shared/ports.ts';
import type { FunctionDescription } from '../host/host-api.ts';
import type { Host } from '../host/start-host.ts';

const isManaged = (description: FunctionDescription): boolean => description.tags[TAGS.managed] === 'true';

/** A tag that is absent takes the contract's value for that; one with an unknown value is an error. */
function targetOf({ name, tags, runtime, handler, alias, configuration }: FunctionDescription): Target {
  const value = {
    name,
    tenant: tags[TAGS.tenant] ?? DEFAULT_TENANT,
    priority: tags[TAGS.priority] ?? 'normal',
    autonomy: tags[TAGS.autonomy] ?? null,
    runtime,
    handler,
    liveVersion: alias.version,
    configuration,
  };
  const parsed = Target.safeParse(value);
  if (!parsed.success) throw new CorruptRecord(`tags of function ${name}: ${describeIssues(parsed.error, value)}`);
  return parsed.data;
}

/** The managed functions of the host, metered by the calls that Lambda would get. */
export function hostFunctionFleet({ host, meter }: { host: Host; meter: Meter }): FunctionFleet {
  const managed = async (name: string): Promise<FunctionDescription> => {
    const description = await host.describe(name);
    if (description === null || !isManaged(description)) {
      throw new TargetChanged(`function ${name}: not there or without the tag ${TAGS.managed}=true; Kaizen may not touch it`);
    }
    return description;
  };
  return {
    async list() {
      meter.count('tagging:GetResources', 1);
      const found = (await host.describeAll()).filter(isManaged);
      meter.count('lambda:GetAlias', found.length);
      meter.count('lambda:GetFunction', found.length);
      return found.map(targetOf);
    },
    async get(name) {
      meter.count('lambda:GetFunction', 1);
      const description = await host.describe(name);
      if (description === null || !isManaged(description)) return null;
      meter.count('lambda:GetAlias', 1);
      return targetOf(description);
    },
    async version(name, version) {
      meter.count('lambda:GetFunction', 1);
      await managed(name);
      return host.version(name, version);
    },
    async readCode(name, version) {
      meter.count('lambda:GetFunction', 1);
      await managed(name);
      return host.code(name, version);
    },
    async publish(name, change) {
      meter.count('lambda:PublishVersion', 1);
      await managed(name);
      return host.publish(name, change);
    },
    async alias(name) {
      meter.count('lambda:GetAlias', 1);
      return (await managed(name)).alias;
    },
    async setAlias(name, state, expectedRevision) {
      meter.count('lambda:UpdateAlias', 1);
      await managed(name);
      return host.setAlias(name, state, expectedRevision);
    },
  };
}
