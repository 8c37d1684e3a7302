import type { Prediction } from '../../shared/contract/records.ts';
import { inPercent } from '../../shared/detection/words.ts';
import { wilsonInterval } from '../../shared/stats/wilson-interval.ts';
import { probit } from '../../shared/stats/probit.ts';
import { raiseAccountConcurrency, reserveConcurrency } from '../commands.ts';
import { windowNeed } from '../demand.ts';
import { invocations, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';

/** Share of refused calls from which it is critical: one in a hundred, which an alarm on errors would wake people for. */
const CRITICAL_SHARE = 0.01;
const CONFIDENCE = 0.9;
const Z = probit((1 + CONFIDENCE) / 2);
/** Moments in which a limit by demand.ts is still too low. */
const LEFT = 0.01;
/** Lambda keeps this much of an account's concurrency unreserved (developer guide, "Configuring reserved concurrency"). */
export const UNRESERVED = 100;

/** Calls that were refused because too many were at work: the concurrency limit was reached. The gain is their share. */
export function throttled(context: TargetContext): Finding[] {
  const refused = context.minutes.reduce((sum, { throttles }) => sum + throttles, 0);
  if (refused === 0) return [];
  const served = invocations(context);
  const share = refused / (refused + served);
  const { name } = context.target;
  const minutes = context.minutes.filter(({ throttles }) => throttles > 0).length;
  return [
    {
      kind: 'throttled',
      title: `${name} refuses calls: ${refused} within the window`,
      evidence: [
        {
          source: 'telemetry',
          summary: `${refused} of ${refused + served} calls were throttled (${inPercent(share)}), in ${minutes} minutes.`,
          figures: { throttles: refused, invocations: served, minutes },
        },
      ],
      severity: share > CRITICAL_SHARE ? 'critical' : 'high',
      gain: share,
      usersPerHour: served === 0 ? 0 : (requestsPerHour(context) * (refused + served)) / served,
      occurrencesPerDay: ALWAYS,
      samples: refused + served,
      wanted: null,
      prediction: predictionOf(share, refused + served),
      action: actionOf(context),
    },
  ];
}

function predictionOf(share: number, calls: number): Prediction {
  const now = wilsonInterval(share, calls, Z);
  return {
    metric: 'share of throttled calls',
    unit: 'fraction',
    before: share,
    after: 0,
    low: 0,
    high: Math.min(now.high, LEFT),
    confidence: CONFIDENCE,
    saving: null,
    method:
      'The limit that the busiest minute of the window asks for, refused calls included, is enough in 99 of 100 moments; a call that is served costs what every call does.',
  };
}

function actionOf(context: TargetContext): NonNullable<Finding['action']> {
  const { name } = context.target;
  const need = windowNeed(context);
  const { reservedConcurrency: reserved = null, accountLimit = null } = context.scaling ?? {};
  if (reserved !== null) {
    const wanted = Math.max(need, reserved + 1);
    const words = `Its reserved concurrency of ${reserved} is reached: the demand asks for ${wanted}.`;
    if (accountLimit !== null && wanted > accountLimit - UNRESERVED) {
      const more = `${words} The account allows ${accountLimit}, of which ${UNRESERVED} stay unreserved: raise its quota first.`;
      return { words: more, command: raiseAccountConcurrency(wanted + UNRESERVED) };
    }
    return { words, command: reserveConcurrency(name, wanted) };
  }
  if (accountLimit === null) {
    return {
      words: `It has no limit of its own, so the account's was reached: raise that quota, or shorten the calls. This function alone asks for ${need}.`,
      command: 'aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions',
    };
  }
  return {
    words: `It has no limit of its own, so the account's ${accountLimit} were reached; this function alone asks for ${need}. Twice of it leaves the others their room.`,
    command: raiseAccountConcurrency(2 * accountLimit),
  };
}
