import type { Settings } from '../shared/contract/environment.ts';
import {
  STRATEGY_OF,
  type FunctionConfiguration,
  type Improvement,
  type Opportunity,
  type SourceFile,
  type Target,
} from '../shared/contract/records.ts';
import type { GenerateOut, OpportunityRef } from '../shared/contract/workflow.ts';
import { RecordNotFound } from '../shared/errors.ts';
import { effectiveAutonomy, reaches, tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { rewriteCode } from './code-hand.ts';
import { askModel } from './model-hand.ts';
import { tune } from './tuning.ts';
import { unifiedDiff } from './unified-diff.ts';

export type GeneratePorts = Pick<Ports, 'work' | 'fleet' | 'audit' | 'control' | 'clock' | 'model'>;

/** Largest patch: an item of DynamoDB holds 400 KB, and the checks, the rollout and the record's own fields need room too. */
const MAX_PATCH_BYTES = 200 * 1024;

type Written =
  | { applied: true; files: SourceFile[]; diff: string; configuration: FunctionConfiguration | null; explanation: string; strategy: string }
  | { applied: false; reason: string };

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

/** First the deterministic hand, then the model, where there is one. */
async function writeCode(ports: GeneratePorts, opportunity: Opportunity, target: Target, baseVersion: string): Promise<Written> {
  const { files } = await ports.fleet.readCode(target.name, baseVersion);
  const byHand = rewriteCode(opportunity, files);
  const strategy = STRATEGY_OF[opportunity.kind]?.strategy;
  if (byHand.applied && strategy !== undefined) return { ...byHand, strategy, configuration: null, diff: unifiedDiff(files, byHand.files) };
  const because = byHand.applied ? '' : byHand.reason;
  if (ports.model === null) return { applied: false, reason: `no deterministic hand applies (${because}) and no model is configured` };
  const byModel = await askModel(ports.model, { target, opportunity, files });
  if (!byModel.applied) return { applied: false, reason: `no deterministic hand applies (${because}); ${byModel.reason}` };
  return { ...byModel, strategy: 'model', configuration: null, diff: unifiedDiff(files, byModel.files) };
}

async function write(ports: GeneratePorts, opportunity: Opportunity, target: Target, baseVersion: string): Promise<Written> {
  const strategy = STRATEGY_OF[opportunity.kind];
  if (strategy?.kind !== 'tuning') return limited(await writeCode(ports, opportunity, target, baseVersion));
  const { configuration } = await ports.fleet.version(target.name, baseVersion);
  const tuned = tune(configuration, opportunity);
  return tuned.applied ? { ...tuned, files: [], strategy: strategy.strategy } : tuned;
}

function limited(written: Written): Written {
  if (!written.applied) return written;
  const bytes = new TextEncoder().encode(written.diff + written.files.map((file) => file.content).join('')).length;
  if (bytes <= MAX_PATCH_BYTES) return written;
  return {
    applied: false,
    reason: `the patch has ${Math.ceil(bytes / 1024)} KB, more than the ${MAX_PATCH_BYTES / 1024} KB that a record holds`,
  };
}

async function attempt(
  ports: GeneratePorts,
  settings: Settings,
  opportunity: Opportunity,
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
  return { written: await write(ports, opportunity, target, alias.version), baseVersion: alias.version };
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
    strategy: written.applied ? written.strategy : (planned?.strategy ?? 'none'),
    title: opportunity.title,
    explanation: written.applied ? written.explanation : '',
    status: written.applied ? 'generated' : 'refused',
    reason: written.applied ? 'written; not validated yet' : written.reason,
    baseVersion,
    files: written.applied ? written.files : [],
    diff: written.applied ? written.diff : '',
    configuration: written.applied ? written.configuration : null,
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

/** The decision as it was first recorded: a repeated run records the same. */
async function recordDecision(ports: GeneratePorts, improvement: Improvement, opportunity: Opportunity): Promise<void> {
  const refused = improvement.status === 'refused';
  await ports.audit.append({
    tenant: improvement.tenant,
    key: `${improvement.id}/generate`,
    actor: 'generation',
    action: refused ? 'refuse' : 'generate',
    subject: improvement.target,
    summary: refused
      ? `${improvement.title}: nothing written, ${improvement.reason}`
      : `${improvement.title}: written by ${improvement.strategy}`,
    confidence: improvement.confidence,
    risk: improvement.risk,
    evidence: opportunity.evidence,
    at: improvement.createdAt,
  });
}

/**
 * Writes the improvement of an opportunity, or records why none was written. Idempotent: there is one improvement per
 * opportunity, and a second run finds it. Throws RecordNotFound when the opportunity is not stored.
 */
export async function generate(ports: GeneratePorts, settings: Settings, input: OpportunityRef): Promise<GenerateOut> {
  const { tenant, cycleId, opportunityId } = input;
  const opportunity = await ports.work.opportunities.get(tenant, opportunityId);
  if (opportunity === null) throw new RecordNotFound(`opportunity ${opportunityId} of tenant ${tenant} does not exist`);
  let improvement = await ports.work.improvements.get(tenant, opportunityId);
  if (improvement === null) {
    const { written, baseVersion } = await attempt(ports, settings, opportunity);
    const record = recordOf(opportunity, written, baseVersion, ports.clock());
    const created = await ports.work.improvements.create(record);
    improvement = created ? record : await ports.work.improvements.get(tenant, opportunityId);
    if (improvement === null) throw new RecordNotFound(`improvement ${opportunityId} of tenant ${tenant} was removed while it was written`);
  }
  if (improvement.status === 'generated' || improvement.status === 'refused') await recordDecision(ports, improvement, opportunity);
  return { tenant, cycleId, improvementId: improvement.id, proceed: improvement.status !== 'refused' };
}
