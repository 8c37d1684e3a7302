import type { Improvement, JudgeBaseline, RolloutPlan } from '../shared/contract/records.ts';
import type { LowTraffic, LowTrafficAnswer, RolloutStep, TenantSettings } from '../shared/contract/settings.ts';
import { detectable, type Detectable, plannedTraffic, requestsForPass, type TrafficPlan } from '../shared/judge/forecast.ts';
import { showEffects } from '../shared/judge/judge.ts';
import { judgePolicy } from '../shared/judge/policy.ts';
import { percent } from './alias-place.ts';

/** How a rollout is to go, or why a person has to say so, or why there is none. */
export type Planned = { word: 'go'; plan: RolloutPlan } | { word: 'ask'; plan: RolloutPlan; why: string } | { word: 'skip'; why: string };

/**
 * Minutes at the first weight when the share is raised for want of traffic: an outage shows at any traffic within as many (half of all
 * requests failing at a request a second and a tenth of it: two).
 */
const FIRST_STEP_MINUTES = 5;

/**
 * Canary requests that a pass should have, over those that it needs at least (requestsForPass: 877 without an error). A code change is meant
 * to be faster, and half as many again prove it; a tuning leaves the durations in the middle of what is tolerated, and that takes three
 * times as many: an unchanged version passes after 2,000 to 2,700 (bench/judge: no change, 10 requests a second, minute 33 to 45).
 */
const PASS_ROOM: Readonly<Record<Improvement['kind'], number>> = { code: 1.5, tuning: 3 };

/** One way to lay out the rollout. */
type Layout = Pick<RolloutPlan, 'steps' | 'monitoringMinutes'>;

/**
 * Plans a rollout by what its traffic can show. The forecast says which harm would be found with about 80 % power, and whether the canary
 * gets the requests that a pass takes; while that is less than the tenant asks for, its answers are tried in turn: a larger share after the
 * first minutes, a longer monitoring. When that isn't enough the last answer holds: go all the same, ask a person, or don't try. All of
 * it is fixed before the first minute is judged.
 */
export function planRollout(baseline: JudgeBaseline, tenant: TenantSettings, kind: Improvement['kind']): Planned {
  const minutes = (seconds: number): number => Math.floor(seconds / 60);
  const longest = minutes(tenant.longestMonitoringSeconds);
  const policy = judgePolicy(tenant);
  const planOf = ({ steps, monitoringMinutes }: Layout, words: string): RolloutPlan => ({
    ...policy,
    // What may be extended later must be in the horizon now: the judge's prior is spread over it.
    horizonMinutes: tenant.whenInconclusive === 'roll-back' ? monitoringMinutes : Math.max(longest, monitoringMinutes),
    monitoringMinutes,
    whenInconclusive: tenant.whenInconclusive,
    split: tenant.split,
    steps: [...steps],
    watchMinutes: tenant.watchMinutes,
    words,
  });
  let layout: Layout = { steps: tenant.steps, monitoringMinutes: minutes(tenant.monitoringSeconds) };
  if (!tenant.split) {
    const words = `without a split: all traffic moves at once and is compared with the time before for ${layout.monitoringMinutes} minutes`;
    return { word: 'go', plan: planOf(layout, words) };
  }

  const traffic = (wanted: Layout) => plannedTraffic(baseline, wanted.steps, { ...policy, horizonMinutes: wanted.monitoringMinutes });
  const wantedForPass = Math.ceil(requestsForPass(policy) * PASS_ROOM[kind]);
  const showsOf = (wanted: Layout): Shows => ({
    effects: detectable(traffic(wanted), baseline, planOf(wanted, '')),
    canaryRequests: canaryRequests(traffic(wanted)),
  });
  const isEnough = ({ effects, canaryRequests: requests }: Shows): boolean => sees(effects, tenant.lowTraffic) && requests >= wantedForPass;
  let shows = showsOf(layout);
  const done: string[] = [];
  const answers = tenant.lowTraffic.answers;
  for (const answer of answers.slice(0, -1)) {
    if (isEnough(shows)) break;
    const before = layout;
    for (const wanted of layoutsFor(answer, layout, tenant.lowTraffic, longest)) {
      layout = wanted;
      shows = showsOf(layout);
      if (isEnough(shows)) break;
    }
    if (layout !== before) done.push(answer === 'raise-weight' ? 'the share was raised' : 'the monitoring was extended');
  }

  const { requestsPerMinute, steps } = traffic(layout);
  const because = done.length === 0 ? '' : `; ${done.join(' and ')} for want of traffic`;
  const words =
    `${Number(requestsPerMinute.toPrecision(3))} requests a minute, ${stepWords(steps)}, judged for ${layout.monitoringMinutes} minutes: ` +
    `${showEffects(shows.effects)}, the canary gets about ${shows.canaryRequests.toFixed(0)} requests${because}`;
  if (isEnough(shows)) return { word: 'go', plan: planOf(layout, words) };
  const { latencyRatio, errorRate } = tenant.lowTraffic;
  const why =
    `too little traffic to find a slowdown by × ${latencyRatio} and an error rate of ${percent(errorRate)}, ` +
    `or to prove that there is none, which takes about ${wantedForPass} requests of the canary: ${words}`;
  const last = answers.at(-1);
  if (last === 'go') return { word: 'go', plan: planOf(layout, `${words}; the tenant goes on all the same`) };
  return last === 'ask' ? { word: 'ask', plan: planOf(layout, words), why } : { word: 'skip', why };
}

/** What a layout shows: the smallest harm, and the canary's requests. */
interface Shows {
  effects: Detectable;
  canaryRequests: number;
}

function canaryRequests({ requestsPerMinute, steps }: TrafficPlan): number {
  return steps.reduce((sum, { weight, minutes }) => sum + requestsPerMinute * weight * minutes, 0);
}

function sees({ latencyRatio, errorRate }: Detectable, wanted: LowTraffic): boolean {
  return latencyRatio !== null && latencyRatio <= wanted.latencyRatio && errorRate !== null && errorRate <= wanted.errorRate;
}

/** The layouts that an answer allows, from the least change on. */
function layoutsFor(answer: LowTrafficAnswer, { steps, monitoringMinutes }: Layout, { maxWeight }: LowTraffic, longest: number): Layout[] {
  if (answer === 'raise-weight') {
    const [first] = steps;
    if (first === undefined || (steps.at(-1)?.weight ?? 0) >= maxWeight) return [];
    const begin = Math.min(first.minutes, FIRST_STEP_MINUTES);
    return [
      {
        steps: [
          { weight: first.weight, minutes: begin },
          { weight: maxWeight, minutes: Math.max(1, monitoringMinutes - begin) },
        ],
        monitoringMinutes,
      },
    ];
  }
  const layouts: Layout[] = [];
  for (let length = 2 * monitoringMinutes; length < 2 * longest; length *= 2) {
    layouts.push({ steps, monitoringMinutes: Math.min(length, longest) });
  }
  return layouts;
}

/** `10 % for 5 minutes, then 50 % for 55 minutes`. */
export function stepWords(steps: readonly RolloutStep[]): string {
  return steps.map(({ weight, minutes }) => `${percent(weight)} for ${minutes} minutes`).join(', then ');
}
