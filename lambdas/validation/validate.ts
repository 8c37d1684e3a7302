import { aboutImprovement, improvementInputs } from '../shared/audit/decision-inputs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import type { CheckResult, Improvement, Target } from '../shared/contract/records.ts';
import type { ImprovementRef, ValidateOut } from '../shared/contract/workflow.ts';
import { RecordNotFound } from '../shared/errors.ts';
import { isSentBack } from '../shared/model/rounds.ts';
import { effectiveAutonomy, tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { changeOf, type Tools } from './check.ts';
import { configurationResults, runChecks } from './checks.ts';
import { decide, type Source } from './decide.ts';
import { reviewOf } from './review.ts';

export type ValidatePorts = Pick<Ports, 'work' | 'fleet' | 'source' | 'samples' | 'audit' | 'control' | 'clock'> & Tools;

/** Statuses that validation itself gives. */
const JUDGED: ReadonlySet<Improvement['status']> = new Set(['rejected', 'proposed', 'validated', 'not-deployed']);

type Outcome = Pick<Improvement, 'status' | 'reason' | 'checks'>;

const stopped = (reason: string): Outcome => ({ status: 'not-deployed', reason, checks: [] });

/** Why nothing may be validated, and so nothing rolled out, now; null: it may. */
async function obstacle(ports: ValidatePorts, settings: Settings, improvement: Improvement, target: Target | null): Promise<string | null> {
  const stop = await ports.control.switchState();
  if (stop.stopped) return `stopped by ${stop.by}: ${stop.reason}`;
  const tenant = tenantSettings(settings, improvement.tenant);
  if (tenant === null || !tenant.enabled) return `the tenant ${improvement.tenant} is not enabled`;
  if (!tenant.flags.cycle || !tenant.flags.validation)
    return 'validation is switched off for this tenant, and nothing is rolled out without it';
  if (target === null) return `${improvement.target} is not there or not managed any more`;
  const { version } = await ports.fleet.alias(target.name);
  return version === improvement.baseVersion
    ? null
    : `it was written for version ${improvement.baseVersion}, and version ${version} is live now`;
}

/** Recorded invocations that are asked for: the checks choose those among them that differ. */
const RECENT_SAMPLES = 50;

/** What the checks say, and where the source is; a word of its own when it can't be had. A tuning has none. */
async function checksOf(
  ports: ValidatePorts,
  improvement: Improvement,
  target: Target,
): Promise<{ checks: CheckResult[]; source: Source | null } | Outcome> {
  if (improvement.kind === 'tuning') return { checks: configurationResults(), source: null };
  const source = await ports.source.source(target, improvement.baseVersion);
  if (!source.ok) return stopped(`there is no source to hold the change against (${source.problem}): ${source.reason}`);
  // Whoever wrote the change may have declared nothing: then nothing may differ, and it must be faster.
  const { differences = [], benefit = 'duration' } = improvement;
  const samples = await ports.samples.samples(target, improvement.baseVersion, RECENT_SAMPLES);
  const change = changeOf(source.files, improvement.files, { handler: source.handler, samples, differences, benefit });
  return { checks: await runChecks(change, ports), source };
}

async function judge(ports: ValidatePorts, settings: Settings, improvement: Improvement): Promise<Outcome> {
  const target = await ports.fleet.get(improvement.target);
  const reason = await obstacle(ports, settings, improvement, target);
  const tenant = tenantSettings(settings, improvement.tenant);
  if (reason !== null || target === null || tenant === null) return stopped(reason ?? `${improvement.target} is not there`);
  const found = await checksOf(ports, improvement, target);
  if ('status' in found) return found;
  const { checks, source } = found;
  return { ...decide({ ...improvement, source }, checks, effectiveAutonomy(target, settings), tenant), checks };
}

/** The word on an improvement, or what a model is asked to repair. */
async function judged(ports: ValidatePorts, settings: Settings, stored: Improvement): Promise<Improvement> {
  const outcome = await judge(ports, settings, stored);
  const now = ports.clock();
  const { status, reason, checks } = outcome;
  const review = status === 'rejected' ? reviewOf(stored, { status, reason }, checks, settings.model, now) : null;
  const word = review === null ? outcome : { reviews: [...(stored.reviews ?? []), review], reason: `sent back to the model: ${reason}` };
  return ports.work.improvements.update({ ...stored, ...word, updatedAt: now });
}

async function recordDecision(ports: ValidatePorts, improvement: Improvement): Promise<void> {
  const sentBack = isSentBack(improvement);
  const last = sentBack ? improvement.reviews?.at(-1) : undefined;
  await ports.audit.append({
    tenant: improvement.tenant,
    key: sentBack ? `${improvement.id}/review/${improvement.rounds?.length}` : `${improvement.id}/validate`,
    actor: 'validation',
    action: sentBack ? 'send-back' : improvement.status,
    subject: improvement.target,
    about: aboutImprovement(improvement),
    summary: `${improvement.title}: ${improvement.reason}`,
    confidence: improvement.confidence,
    risk: improvement.risk,
    evidence:
      last === undefined
        ? improvement.checks.map(({ check, status, summary }) => ({
            source: 'source' as const,
            summary: `${check}: ${status}, ${summary}`,
          }))
        : last.findings.map(({ check, file, line, message }) => ({
            source: 'source' as const,
            summary: `${check}: ${message}`,
            location: `${file}:${line}`,
          })),
    inputs: improvementInputs(improvement),
    at: improvement.updatedAt,
  });
}

function nextOf(improvement: Improvement): ValidateOut['next'] {
  if (isSentBack(improvement)) return 'repair';
  return improvement.status === 'validated' || improvement.rollout !== null ? 'rollout' : 'none';
}

/**
 * Holds an improvement to every check and decides how it goes on; what a model wrote may go back to it with what was found. Idempotent: an
 * improvement that was judged keeps its word. Throws RecordNotFound when it is not stored.
 */
export async function validate(ports: ValidatePorts, settings: Settings, input: ImprovementRef): Promise<ValidateOut> {
  const { tenant, cycleId, improvementId } = input;
  const stored = await ports.work.improvements.get(tenant, improvementId);
  if (stored === null) throw new RecordNotFound(`improvement ${improvementId} of tenant ${tenant} does not exist`);
  const improvement = stored.status === 'generated' && !isSentBack(stored) ? await judged(ports, settings, stored) : stored;
  // Once a rollout writes its decisions on this record, validation's own is in the trail already.
  if (isSentBack(improvement) || (improvement.rollout === null && JUDGED.has(improvement.status))) await recordDecision(ports, improvement);
  return { tenant, cycleId, improvementId, opportunityId: improvement.opportunityId, next: nextOf(improvement) };
}
