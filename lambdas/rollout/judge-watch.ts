import type { Improvement, LoneMinute, Rollout, Target, Verdict } from '../shared/contract/records.ts';
import { CorruptRecord } from '../shared/errors.ts';
import { aloneMinutes, alonePolicy, judgeAlone } from '../shared/judge/judge-alone.ts';
import type { Judgement } from '../shared/judge/judge.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { METRICS_GRACE_MS } from './judge-canary.ts';
import { planOf } from './load-improvement.ts';
import { type Judged, type Outcome, outcomeFrom } from './outcome.ts';
import { patient } from './patient.ts';
import { fitting } from './read-baseline.ts';
import { nextFullMinute } from './watch.ts';

/**
 * Judges the version that serves alone by the time before the rollout: after a promotion for as long as it is watched, and, where the
 * traffic can't be split, instead of a canary. After a promotion only harm takes it back: it was proven beside the stable version. Without
 * a split nothing was proven yet, so what isn't proven by the end goes back.
 */
export async function judgeWatch(
  ports: Pick<Ports, 'clock' | 'metrics'>,
  improvement: Improvement,
  rollout: Rollout,
  target: Target,
): Promise<Judged> {
  const plan = planOf(improvement, rollout);
  const { baseline, canaryVersion, promotedAt } = rollout;
  if (baseline === null || canaryVersion === null || promotedAt === null) {
    throw new CorruptRecord(
      `improvement ${improvement.id}: rollout.baseline, canaryVersion or promotedAt is null, expected all while watching`,
    );
  }
  const begin = nextFullMinute(promotedAt);
  const span: Span = { from: begin, to: begin + aloneMinutes(plan) * MINUTE_MS };
  const complete = await ports.metrics.completeUntil(patient(target, improvement, rollout));
  const until = Math.max(span.from, Math.min(complete, span.to));
  const last = rollout.watched.at(-1);
  const from = last === undefined ? span.from : last.minute + MINUTE_MS;
  const fresh = await minutesAlone(
    ports,
    target,
    canaryVersion,
    baseline.quantiles.map((quantile) => quantile.durationMs),
    { from, to: until },
  );

  const watched = [...rollout.watched, ...fresh];
  const over = until >= span.to || ports.clock() >= span.to + METRICS_GRACE_MS;
  const judgement = judgeAlone(baseline, watched, alonePolicy(plan), over);
  const watchVerdict: Verdict | null = judgement.word === 'undecided' ? null : judgement;
  return { rollout: { ...rollout, watched, watchVerdict }, outcome: outcomeOf(judgement, over, plan.split, rollout) };
}

function outcomeOf(judgement: Judgement, over: boolean, split: boolean, { answer }: Rollout): Outcome {
  const outcome = outcomeFrom('alone', judgement, over);
  if (judgement.word === 'harm') return outcome('roll-back', `the version was worse alone than the one before: ${judgement.reason}`);
  if (answer?.word === 'roll-back') return outcome('roll-back', `${answer.by} decided (${answer.reason})`);
  if (!over) return outcome('continue');
  if (split || judgement.word === 'pass') return outcome('promote');
  return outcome('roll-back', `it could not be proven against the time before: ${judgement.reason}`);
}

/** A minute that no metric speaks of was idle: it is one of zeros, since time passed. */
async function minutesAlone(
  { metrics }: Pick<Ports, 'metrics'>,
  target: Target,
  version: string,
  limits: readonly number[],
  span: Span,
): Promise<LoneMinute[]> {
  if (span.to <= span.from) return [];
  const found = new Map((await metrics.exceedances(target, version, limits, span)).map((each) => [each.minute, fitting(each)]));
  const idle = { requests: 0, errors: 0, above: limits.map(() => 0) };
  return Array.from({ length: (span.to - span.from) / MINUTE_MS }, (_, index) => {
    const minute = span.from + index * MINUTE_MS;
    return { ...(found.get(minute) ?? idle), minute };
  });
}
