import type { Evidence, Impact, Improvement, Rollout } from '../shared/contract/records.ts';
import { DependencyUnavailable } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { measureImpact } from './measure-impact.ts';
import { canaryConfiguration } from './publish-canary.ts';
import { degradationEvidence } from './words.ts';

/** What came of the rollout: its impact, and the evidence for its last audit record. */
export interface Assessment {
  impact: Impact | null;
  evidence: Evidence[];
}

/**
 * Measures a rollout that is over. `needed` false: the alias is already safe and must not hang on the metrics; when they can't be read,
 * that is written into the evidence instead.
 *
 * @throws DependencyUnavailable when `needed` and the metrics or logs can't be read.
 */
export async function assess(
  ports: Pick<Ports, 'fleet' | 'metrics' | 'logs'>,
  improvement: Improvement,
  rollout: Rollout,
  needed: boolean,
): Promise<Assessment> {
  const verdict = rollout.verdict?.evidence ?? [];
  try {
    const target = await ports.fleet.get(improvement.target);
    const impact = target === null ? null : await measureImpact(ports, target, rollout, canaryConfiguration(improvement, rollout));
    return { impact, evidence: [...verdict, ...degradationEvidence(rollout, impact)] };
  } catch (error) {
    if (needed || !(error instanceof DependencyUnavailable)) throw error;
    const summary = `the impact could not be measured: ${error.message}`;
    return { impact: null, evidence: [...verdict, ...degradationEvidence(rollout, null), { source: 'telemetry', summary }] };
  }
}
