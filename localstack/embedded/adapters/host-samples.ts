import type { SampleSource } from '../../../lambdas/shared/ports.ts';
import type { HostApi } from '../host/host-api.ts';

/** Invocations that the host's environments recorded of themselves. */
export function hostSamples(host: Pick<HostApi, 'samples'>): SampleSource {
  return {
    async samples(target, version, limit) {
      const recorded = await host.samples(target.name, version, limit);
      return recorded.samples.length === 0 ? { none: `no invocation of version ${version} has been recorded` } : recorded;
    },
  };
}
