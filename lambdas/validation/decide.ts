import type { CheckResult, Improvement } from '../shared/contract/records.ts';
import type { Autonomy, TenantSettings } from '../shared/contract/settings.ts';
import { NEEDED_AUTONOMY, reaches } from '../shared/policy/autonomy.ts';
import type { TargetSource } from '../shared/ports.ts';
import { NO_SAMPLES, NOT_REPRODUCIBLE } from './checks/behaviour.ts';
import { NO_TESTS, TESTS_FAIL_BEFORE } from './checks/tests.ts';

export interface Decision {
  status: 'rejected' | 'proposed' | 'validated';
  reason: string;
}

/** What speaks neither for the change nor against it: there was nothing to prove it by, or what there was is broken without it. */
const UNPROVEN: ReadonlySet<string> = new Set([NO_TESTS, TESTS_FAIL_BEFORE, NO_SAMPLES, NOT_REPRODUCIBLE]);

/** Where the source of a change of code is, as SourceStore says it. */
export type Source = Pick<Extract<TargetSource, { ok: true }>, 'origin' | 'place'>;

const propose = (reason: string): Decision => ({ status: 'proposed', reason: `for people to decide: ${reason}` });

/** What follows from the checks, the level of autonomy and the tenant's thresholds. */
export function decide(
  improvement: Pick<Improvement, 'kind' | 'confidence' | 'risk'> & { source: Source | null },
  checks: readonly CheckResult[],
  autonomy: Autonomy,
  tenant: Pick<TenantSettings, 'qualityThreshold' | 'riskTolerance' | 'flags'>,
): Decision {
  const failed = checks.filter((check) => check.status === 'fail');
  const [first] = failed;
  if (first !== undefined) {
    const unproven = failed.length === 1 && first.findings.every((finding) => UNPROVEN.has(finding.rule));
    return unproven ? propose(first.summary) : { status: 'rejected', reason: `${first.check}: ${first.summary}` };
  }
  // The gates held it against the source; what is deployed is made of that by a build that isn't Kaizen's.
  if (improvement.source?.origin === 'named') return propose(`it changes ${improvement.source.place}, which is theirs to build and deploy`);
  const needed = NEEDED_AUTONOMY[improvement.kind];
  if (!reaches(autonomy, needed)) return propose(`the autonomy level is ${autonomy}, a ${improvement.kind} change needs ${needed}`);
  if (improvement.confidence < tenant.qualityThreshold)
    return propose(`the confidence ${improvement.confidence} is below the threshold ${tenant.qualityThreshold}`);
  if (improvement.risk > tenant.riskTolerance)
    return propose(`the risk ${improvement.risk} is above the tolerance ${tenant.riskTolerance}`);
  if (!tenant.flags.rollout) return propose('rollouts are switched off for this tenant');
  return { status: 'validated', reason: 'every check holds, and the level of autonomy, the confidence and the risk allow a rollout' };
}
