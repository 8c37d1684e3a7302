import type { Anomaly, Cycle, RegisteredTarget, Target } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';

/**
 * Targets that one cycle looks at: their metrics of a day, log lines and source are read within a handler's quarter of an hour. At a second
 * each, which is what two log queries and a package take, two hundred leave room for the rest.
 */
const MOST_TARGETS = 200;

/** Age from which a target's configuration is read anew: the cycle acts on its live version. */
const FRESH_MS = 15 * MINUTE_MS;

export interface Picked {
  targets: Target[];
  /** Targets of the tenant that the cycle is about, and how many of them were left to another cycle. */
  known: number;
  left: number;
}

/**
 * The targets that a cycle looks at, out of the registry: those with an open anomaly first, then the most called. A function that is not there
 * or not managed any more is left out.
 */
export async function pickTargets(
  ports: Pick<Ports, 'registry' | 'fleet' | 'clock'>,
  cycle: Pick<Cycle, 'tenant' | 'targets'>,
  anomalies: readonly Anomaly[],
): Promise<Picked> {
  const troubled = new Set(
    anomalies.filter(({ resolution, severity }) => resolution === null && severity !== 'info').map(({ target }) => target),
  );
  const known = (await ports.registry.list())
    .filter(({ name, tenant }) => tenant === cycle.tenant && (cycle.targets === null || cycle.targets.includes(name)))
    .toSorted(
      (a, b) =>
        Number(troubled.has(b.name)) - Number(troubled.has(a.name)) || (b.rate ?? 0) - (a.rate ?? 0) || a.name.localeCompare(b.name, 'en'),
    );
  const targets: Target[] = [];
  for (const record of known.slice(0, MOST_TARGETS)) {
    const target = await currentOf(ports, record);
    if (target !== null) targets.push(target);
  }
  return {
    targets: targets.toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    known: known.length,
    left: Math.max(0, known.length - MOST_TARGETS),
  };
}

async function currentOf(
  { fleet, clock }: Pick<Ports, 'fleet' | 'clock'>,
  { name, target, refreshedAt }: RegisteredTarget,
): Promise<Target | null> {
  return target !== null && clock() - refreshedAt < FRESH_MS ? target : fleet.get(name);
}
