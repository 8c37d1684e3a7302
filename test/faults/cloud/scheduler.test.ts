import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';
import { scheduler, type Task } from './scheduler.ts';

/** Three tasks of four calls each; gives the order of the calls. */
async function order(seed: number, switching: number): Promise<string> {
  const turns: string[] = [];
  const self = scheduler({ start: 0, random: seededRandom(seed, 'test'), switching, onQuiet: () => undefined });
  for (const name of ['a', 'b', 'c']) {
    const task: Task = { waiting: 0, over: false };
    self.begin(task);
    void (async () => {
      for (let call = 0; call < 4; call += 1) {
        await self.turn(task);
        turns.push(name);
      }
      task.over = true;
    })();
  }
  expect(await self.run(1000)).toBe('idle');
  return turns.join('');
}

describe('the scheduler', () => {
  it('runs one task after the other, or in any order that the seed decides, and the same again', async () => {
    expect(await order(1, 0)).toBe('aaaabbbbcccc');
    const orders = await Promise.all(Array.from({ length: 20 }, (_, seed) => order(seed, 0.7)));
    expect(new Set(orders).size).toBeGreaterThan(15);
    expect(await order(3, 0.7)).toBe(orders[3]);
  });

  it('lets no time pass while somebody can go on, then goes to the next timer', async () => {
    const seen: [string, number][] = [];
    const quiet: number[] = [];
    const self = scheduler({ start: 0, random: () => 0, switching: 0, onQuiet: () => quiet.push(self.now()) });
    const task: Task = { waiting: 0, over: false };
    self.begin(task);
    self.at(5000, () => seen.push(['timer', self.now()]));
    self.at(400, () => seen.push(['taken back', self.now()]))();
    void (async () => {
      await self.turn(task);
      seen.push(['turn', self.now()]);
      await self.sleep(task, 60_000);
      seen.push(['awake', self.now()]);
      task.over = true;
    })();
    await self.run(100_000);
    expect(seen).toEqual([
      ['turn', 2],
      ['timer', 5000],
      ['awake', 60_002],
    ]);
    // Not while the task sleeps: it runs all the same.
    expect(quiet).toEqual([60_002]);
  });

  it('gives a task that is over no turn, and says when there is no end', async () => {
    const self = scheduler({ start: 0, random: () => 0, switching: 0, onQuiet: () => undefined });
    const task: Task = { waiting: 0, over: false };
    self.begin(task);
    let went = false;
    void self.turn(task).then(() => (went = true));
    task.over = true;
    const again = (): void => void self.at(self.now() + 10, again);
    again();
    expect(await self.run(1000)).toBe('endless');
    expect(went).toBe(false);
  });
});
