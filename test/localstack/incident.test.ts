import { describe, expect, it } from 'vitest';
import { UPSTREAM_ROUTES } from '../../localstack/embedded/fleet/upstream-routes.ts';
import { SERVICES } from '../../localstack/embedded/fleet/services.ts';
import { INCIDENT, incidentStart } from '../../localstack/embedded/incident.ts';
import { MIN_SAMPLES } from '../../lambdas/shared/baseline/judge-value.ts';

describe('the incident of a run', () => {
  it('begins after the cycle, and never before there is a baseline', () => {
    expect(incidentStart(28)).toBe(34);
    for (const observe of [1, 14, 15, 28, 200]) {
      expect(incidentStart(observe)).toBeGreaterThan(observe);
      expect(incidentStart(observe)).toBeGreaterThan(MIN_SAMPLES);
    }
  });

  it('is one of latency: far from the timeout of the service whose upstream it is', () => {
    const service = SERVICES.find(({ name }) => name === INCIDENT.service);
    const route = UPSTREAM_ROUTES.find(({ name }) => name === INCIDENT.slow.route);
    expect(INCIDENT.over).toEqual({ route: INCIDENT.slow.route, factor: 1 });
    expect((route?.latency.highMs ?? 0) * INCIDENT.slow.factor).toBeLessThan(((service?.timeoutSeconds ?? 0) * 1000) / 10);
  });
});
