import { taggedPlaces, taggedTarget } from '../../../lambdas/shared/adapters/tagged-target.ts';
import { TAGS } from '../../../lambdas/shared/contract/names.ts';
import type { Target } from '../../../lambdas/shared/contract/records.ts';
import { RecordNotFound, TargetChanged } from '../../../lambdas/shared/errors.ts';
import type { FunctionFleet, Meter } from '../../../lambdas/shared/ports.ts';
import type { FunctionDescription, HostApi } from '../host/host-api.ts';

const isManaged = (description: FunctionDescription): boolean => description.tags[TAGS.managed] === 'true';

function targetOf(description: FunctionDescription): Target {
  const { name, tags, runtime, handler, alias, configuration } = description;
  return { ...taggedTarget(name, tags), runtime, handler, liveVersion: alias.version, configuration, ...taggedPlaces(tags) };
}

/** The most functions that GetResources gives in one page. */
const RESOURCES_PER_PAGE = 100;

/** To a rollout, a version that is gone is a target that was changed, as Lambda's adapter has it. */
async function there<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RecordNotFound) throw new TargetChanged(error.message, { cause: error });
    throw error;
  }
}

interface HostFunctionFleetOptions {
  host: Pick<HostApi, 'describeAll' | 'describe' | 'version' | 'code' | 'publish' | 'setAlias'>;
  meter: Meter;
  /** Writes one line to the log: a function that `discover` must leave out, with the reason. */
  log: (line: string) => void;
}

/** The managed functions of the host, metered by the calls that Lambda would get. */
export function hostFunctionFleet({ host, meter, log }: HostFunctionFleetOptions): FunctionFleet {
  const managed = async (name: string): Promise<FunctionDescription> => {
    const description = await host.describe(name);
    if (description === null || !isManaged(description)) {
      throw new TargetChanged(`function ${name}: not there or without the tag ${TAGS.managed}=true; Kaizen may not touch it`);
    }
    return description;
  };
  return {
    async discover() {
      const found = (await host.describeAll()).filter(isManaged).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      meter.count('tagging:GetResources', Math.max(1, Math.ceil(found.length / RESOURCES_PER_PAGE)));
      return found.flatMap((description) => {
        try {
          return [taggedTarget(description.name, description.tags)];
        } catch (error) {
          // One badly tagged function must not hide the others.
          if (!(error instanceof TargetChanged)) throw error;
          log(JSON.stringify({ message: 'function left out', function: description.name, reason: error.message }));
          return [];
        }
      });
    },
    async get(name) {
      meter.count('lambda:GetFunction', 1);
      const description = await host.describe(name);
      if (description === null || !isManaged(description)) return null;
      // The function for its tags, then the alias: both by GetFunction.
      meter.count('lambda:GetFunction', 1);
      return targetOf(description);
    },
    async version(name, version) {
      meter.count('lambda:GetFunction', 1);
      await managed(name);
      return there(host.version(name, version));
    },
    async readCode(name, version) {
      meter.count('lambda:GetFunction', 1);
      await managed(name);
      return there(host.code(name, version));
    },
    async publish(name, change) {
      meter.count('lambda:PublishVersion', 1);
      await managed(name);
      return there(host.publish(name, change));
    },
    async restoreUnpublished() {
      // The host makes a version in one go: nothing can be left halfway.
    },
    async alias(name) {
      meter.count('lambda:GetAlias', 1);
      return (await managed(name)).alias;
    },
    async setAlias(name, state, expectedRevision) {
      meter.count('lambda:UpdateAlias', 1);
      await managed(name);
      return there(host.setAlias(name, state, expectedRevision));
    },
  };
}
