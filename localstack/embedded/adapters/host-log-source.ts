import type { LogSource, Meter } from '../../../lambdas/shared/ports.ts';
import type { Host } from '../host/start-host.ts';

/** Logs of the function host: what each invocation reported. */
export function hostLogSource({ host, meter }: { host: Host; meter: Meter }): LogSource {
  return {
    reports(target, span, limit) {
      meter.count('logs:FilterLogEvents', 1);
      return host.reports(target.name, span, limit);
    },
    errors(target, span, limit) {
      meter.count('logs:FilterLogEvents', 1);
      return host.errors(target.name, span, limit);
    },
  };
}
