import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { judgePolicy } from '../../lambdas/shared/judge/policy.ts';
import { seededRandom } from '../../localstack/embedded/load/random.ts';
import { baselineOf, observationsOf, type Thresholds } from './read-simulated.ts';
import { judgeWay } from './ways/judge-way.ts';
import { kayentaAtTheEnd, kayentaPeeked } from './ways/kayenta.ts';
import { beforeFigures, minuteFigures } from './ways/minute-figures.ts';
import { ruleA, ruleB, ruleD } from './ways/plain-rules.ts';
import type { Scenario } from './world/scenario.ts';
import { simulate } from './world/simulate.ts';

/** The rules beside the judge, in the table's order. */
export const PEERS = ['A', 'B', 'K60', 'K5', 'D'] as const;
export type Peer = (typeof PEERS)[number];

/** A scenario at one traffic, so many times. */
export interface Cell {
  scenario: Scenario;
  requestsPerMinute: number;
  /** Whether the rules beside the judge are asked as well. */
  peers: boolean;
  thresholds: Thresholds;
  seed: number;
}

/** Minutes, from 1, in which one run was rolled back by each; null: it wasn't. */
export interface RunOutcome {
  harm: number | null;
  pass: number | null;
  peers: Record<Peer, number | null> | null;
}

/** Runs `from` to `to` (exclusive) of a cell. Each draws from a stream of its own, so that it doesn't matter who runs it or when. */
export async function runCell(cell: Cell, from: number, to: number): Promise<RunOutcome[]> {
  const { scenario, requestsPerMinute } = cell;
  const horizon = scenario.world.steps.reduce((sum, { minutes }) => sum + minutes, 0);
  const policy = judgePolicy({ ...PROFILE_SETTINGS.basic, monitoringSeconds: 60 * horizon });
  const outcomes: RunOutcome[] = [];
  for (let run = from; run < to; run++) {
    const next = seededRandom(cell.seed, `${scenario.name} at ${requestsPerMinute}, run ${run}`);
    const rollout = simulate(scenario, requestsPerMinute, next);
    const baseline = await baselineOf(rollout.baseline, cell.thresholds);
    const judged = judgeWay(baseline, observationsOf(rollout.minutes, baseline, policy.margin), policy);
    outcomes.push({ ...judged, peers: cell.peers ? askPeers(rollout) : null });
  }
  return outcomes;
}

function askPeers(rollout: ReturnType<typeof simulate>): Record<Peer, number | null> {
  const minutes = minuteFigures(rollout.minutes);
  const before = beforeFigures(rollout);
  return {
    A: ruleA(minutes, before),
    B: ruleB(minutes, before),
    K60: kayentaAtTheEnd(minutes),
    K5: kayentaPeeked(minutes),
    D: ruleD(minutes, before),
  };
}
