import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../bench/judge/cell.ts';
import { runCells } from '../../../bench/judge/run-cells.ts';
import { SCENARIOS } from '../../../bench/judge/scenarios.ts';

const cell = (name: string, requestsPerMinute: number, seed = 1): Cell => ({
  scenario: SCENARIOS.find((each) => each.name === name) as Cell['scenario'],
  requestsPerMinute,
  peers: requestsPerMinute === 600,
  thresholds: 'calm',
  seed,
});
const CELLS = [cell('shared-latency', 600), cell('errors-1', 60), cell('half-fails', 6000)];

describe('the cells of the benchmark', () => {
  it('come to the same in this thread and in workers, however many', async () => {
    const here = await runCells(CELLS, 60, 0);
    expect(await runCells(CELLS, 60, 2)).toEqual(here);
    expect(await runCells(CELLS.toReversed(), 60, 3)).toEqual(here.toReversed());
  });

  it('come to the same for the same seed only, and more runs begin as fewer do', async () => {
    const [ten] = await runCells([cell('errors-1', 60)], 10, 0);
    const [more] = await runCells([cell('errors-1', 60)], 40, 0);
    const [other] = await runCells([cell('errors-1', 60, 2)], 40, 0);
    expect(more?.harmMinutes).toEqual(expect.arrayContaining(ten?.harmMinutes as number[]));
    expect(other).not.toEqual(more);
  });

  it('are asked of the other rules where that is wanted', async () => {
    const [shared, outage] = await runCells([cell('shared-latency', 600), cell('half-fails', 6000)], 5, 0);
    expect(shared?.peers?.D).toEqual({ share: 1, minute: expect.any(Number) });
    expect(outage).toMatchObject({ runs: 5, peers: null, harm: { share: 1 }, pass: { share: 0, minute: null } });
  });
});
