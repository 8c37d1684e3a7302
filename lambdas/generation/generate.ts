import { aboutImprovement, improvementInputs, opportunityInput } from '../shared/audit/decision-inputs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import { STRATEGY_OF, type Improvement, type Opportunity, type Target } from '../shared/contract/records.ts';
import type { GenerateOut, OpportunityRef } from '../shared/contract/workflow.ts';
import { RecordNotFound } from '../shared/errors.ts';
import { isSentBack } from '../shared/model/rounds.ts';
import { effectiveAutonomy, reaches, tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { tune } from './tuning.ts';
import { writeCode, type WritePorts, type Written } from './write-code.ts';

export type GeneratePorts = Pick<Ports, 'work' | 'fleet' | 'audit' | 'control'> & WritePorts;

/** Why nothing may be written for this target now; null: it may. */
async function obstacle(ports: GeneratePorts, settings: Settings, opportunity: Opportunity, target: Target | null): Promise<string | null> {
  const stop = await ports.control.switchState();
  if (stop.stopped) return `stopped by ${stop.by}: ${stop.reason}`;
  const tenant = tenantSettings(settings, opportunity.tenant);
  if (tenant === null || !tenant.enabled) return `the tenant ${opportunity.tenant} is not enabled`;
  if (!tenant.flags.cycle || !tenant.flags.generation) return 'generation is switched off for this tenant';
  if (target === null) return `${opportunity.target} is not there or not managed any more`;
  const autonomy = effectiveAutonomy(target, settings);
  return reaches(autonomy, 'recommend') ? null : `the autonomy level ${autonomy} of ${target.name} allows no proposals`;
}

async function write(
  ports: GeneratePorts,
  settings: Settings,
  opportunity: Opportunity,
  target: Target,
  baseVersion: string,
  before: Improvement | null,
): Promise<Written> {
  const strategy = STRATEGY_OF[opportunity.kind];
  if (strategy?.kind !== 'tuning') return writeCode(ports, settings, { opportunity, target, baseVersion, before });
  const { configuration } = await ports.fleet.version(target.name, baseVersion);
  const tuned = tune(configuration, opportunity);
  return tuned.applied ? { ...tuned, files: [], strategy: strategy.strategy } : tuned;
}

async function attempt(
  ports: GeneratePorts,
  settings: Settings,
  opportunity: Opportunity,
  before: Improvement | null,
): Promise<{ written: Written; baseVersion: string }> {
  const target = await ports.fleet.get(opportunity.target);
  const reason = await obstacle(ports, settings, opportunity, target);
  if (reason !== null || target === null)
    return { written: { applied: false, reason: reason ?? '' }, baseVersion: target?.liveVersion ?? '' };
  const alias = await ports.fleet.alias(target.name);
  if (alias.canary !== null) {
    return {
      written: { applied: false, reason: `version ${alias.canary.version} of ${target.name} is being rolled out` },
      baseVersion: alias.version,
    };
  }
  if (before !== null && before.baseVersion !== alias.version) {
    const reason = `it was written for version ${before.baseVersion}, and version ${alias.version} is live now`;
    return { written: { applied: false, reason }, baseVersion: before.baseVersion };
  }
  return { written: await write(ports, settings, opportunity, target, alias.version, before), baseVersion: alias.version };
}

/** What was written, or why nothing was, as fields of the record. */
function changeOf(written: Written) {
  const { rounds } = written;
  const asked = rounds === undefined ? {} : { rounds };
  if (!written.applied)
    return { ...asked, status: 'refused' as const, reason: written.reason, files: [], diff: '', configuration: null, explanation: '' };
  const { applied: _applied, ...change } = written;
  return { ...change, status: 'generated' as const, reason: `written by ${change.strategy}; not validated yet` };
}

function recordOf(opportunity: Opportunity, written: Written, baseVersion: string, now: number): Improvement {
  const planned = STRATEGY_OF[opportunity.kind];
  return {
    id: opportunity.id,
    tenant: opportunity.tenant,
    cycleId: opportunity.cycleId,
    opportunityId: opportunity.id,
    target: opportunity.target,
    kind: planned?.kind ?? 'code',
    strategy: planned?.strategy ?? 'none',
    title: opportunity.title,
    ...changeOf(written),
    baseVersion,
    confidence: opportunity.confidence,
    risk: opportunity.risk,
    gain: opportunity.gain,
    checks: [],
    approval: null,
    rollout: null,
    impact: null,
    createdAt: now,
    updatedAt: now,
    revision: 0,
  };
}

/** The decision as it was first recorded: a repeated run records the same. A model's repairs are decisions of their own, by their round. */
async function recordDecision(ports: GeneratePorts, improvement: Improvement, opportunity: Opportunity): Promise<void> {
  const refused = improvement.status === 'refused';
  const round = improvement.rounds?.length ?? 1;
  const repaired = improvement.reviews === undefined ? '' : `, answer ${round}`;
  await ports.audit.append({
    tenant: improvement.tenant,
    key:
      improvement.reviews === undefined ? `${improvement.id}/generate` : `${improvement.id}/generate/${round}${refused ? '/refused' : ''}`,
    actor: 'generation',
    action: refused ? 'refuse' : 'generate',
    subject: improvement.target,
    about: aboutImprovement(improvement),
    summary: refused
      ? `${improvement.title}: nothing written${repaired}, ${improvement.reason}`
      : `${improvement.title}: written by ${improvement.strategy}${repaired}`,
    confidence: improvement.confidence,
    risk: improvement.risk,
    evidence: opportunity.evidence,
    inputs: [opportunityInput(opportunity), ...improvementInputs(improvement)],
    at: improvement.updatedAt,
  });
}

/** The improvement that is on record, written first where it is not, or again where the gates sent a model's answer back. */
async function written(ports: GeneratePorts, settings: Settings, opportunity: Opportunity): Promise<Improvement> {
  const { tenant, id } = opportunity;
  const stored = await ports.work.improvements.get(tenant, id);
  if (stored !== null && !isSentBack(stored)) return stored;
  const { written: change, baseVersion } = await attempt(ports, settings, opportunity, stored);
  const now = ports.clock();
  if (stored !== null) return ports.work.improvements.update({ ...stored, ...changeOf(change), updatedAt: now });
  const record = recordOf(opportunity, change, baseVersion, now);
  const created = await ports.work.improvements.create(record);
  const improvement = created ? record : await ports.work.improvements.get(tenant, id);
  if (improvement === null) throw new RecordNotFound(`improvement ${id} of tenant ${tenant} was removed while it was written`);
  return improvement;
}

/**
 * Writes the improvement of an opportunity, or records why none was written. Idempotent: there is one improvement per
 * opportunity, and a second run finds it; a model is asked once for each answer that is on record. Throws RecordNotFound when the opportunity is
 * not stored.
 */
export async function generate(ports: GeneratePorts, settings: Settings, input: OpportunityRef): Promise<GenerateOut> {
  const { tenant, cycleId, opportunityId } = input;
  const opportunity = await ports.work.opportunities.get(tenant, opportunityId);
  if (opportunity === null) throw new RecordNotFound(`opportunity ${opportunityId} of tenant ${tenant} does not exist`);
  const improvement = await written(ports, settings, opportunity);
  if (improvement.status === 'generated' || improvement.status === 'refused') await recordDecision(ports, improvement, opportunity);
  return { tenant, cycleId, improvementId: improvement.id, proceed: improvement.status !== 'refused' };
}
