import type { Target } from '../../../lambdas/shared/contract/records.ts';

export function targetNamed(name: string, changes: Partial<Target> = {}): Target {
  return {
    name,
    tenant: 'default',
    priority: 'normal',
    autonomy: null,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    liveVersion: '1',
    configuration: { memoryMb: 512, timeoutSeconds: 30 },
    source: null,
    samples: null,
    ...changes,
  };
}
