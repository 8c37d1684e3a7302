import { setImmediate as afterMicrotasks } from 'node:timers/promises';

/** Something that runs in turns: it stands still at each of its calls to the outside until it is its turn. */
export interface Task {
  /** Turns and pauses that it waits for. */
  waiting: number;
  /** Ended or killed: it gets no turn any more. */
  over: boolean;
}

export interface Scheduler {
  /** Virtual time, epoch ms. */
  now(): number;
  /** Has `act` done at a time, on the full millisecond; gives what takes it back. */
  at(time: number, act: () => void): () => void;
  /** Lets time pass for a task; null: for nobody in particular. */
  sleep(task: Task | null, ms: number): Promise<void>;
  begin(task: Task): void;
  /** Resolves when it is the task's turn, never when it is killed before. */
  turn(task: Task): Promise<void>;
  /** Gives turns and lets time pass until nothing is left to do; `endless` when `until` is reached first. */
  run(until: number): Promise<'idle' | 'endless'>;
}

interface Options {
  start: number;
  random: () => number;
  /** Odds that a turn goes to another task than the one that had the last. 0: one after the other, as far as they can. */
  switching: number;
  /** Nothing runs: the world stands still until the next timer. */
  onQuiet(): void;
}

/** A call over the network takes so long, at least and at most. */
const LATENCY_MS = [2, 30] as const;
/** More looks than any task takes from one call to the next. */
const MOST_LOOKS = 100_000;

/**
 * Runs tasks one call at a time, in an order that the seed decides, in virtual time: the same seed gives the same history. A task is only
 * given its turn when all others stand still, so that two calls never overlap; what overlaps is everything in between.
 */
export function scheduler({ start, random, switching, onQuiet }: Options): Scheduler {
  let now = start;
  let asked = 0;
  let last: Task | null = null;
  const tasks = new Set<Task>();
  let turns: { task: Task; go: () => void }[] = [];
  const timers: { time: number; order: number; act: () => void }[] = [];

  async function standstill(): Promise<void> {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      await afterMicrotasks();
      for (const task of tasks) if (task.over) tasks.delete(task);
      if ([...tasks].every(({ waiting }) => waiting > 0)) return;
    }
    throw new Error('scheduler: a task neither waits for a turn nor ends; is there a real timer in it?');
  }

  function pick(): number {
    const again = turns.findIndex(({ task }) => task === last);
    if (turns.length === 1 || random() >= switching) return Math.max(again, 0);
    return Math.floor(random() * turns.length);
  }

  const self: Scheduler = {
    now: () => now,
    at(time, act) {
      const timer = { time: Math.max(Math.ceil(time), now), order: (asked += 1), act };
      timers.push(timer);
      timers.sort((a, b) => a.time - b.time || a.order - b.order);
      return () => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
      };
    },
    async sleep(task, ms) {
      if (task !== null) task.waiting += 1;
      await new Promise<void>((resolve) => self.at(now + ms, resolve));
      if (task !== null) task.waiting -= 1;
    },
    begin(task) {
      tasks.add(task);
    },
    async turn(task) {
      task.waiting += 1;
      await new Promise<void>((go) => turns.push({ task, go }));
      task.waiting -= 1;
    },
    async run(until) {
      for (;;) {
        await standstill();
        turns = turns.filter(({ task }) => !task.over);
        const due = timers[0];
        if (turns.length > 0 && (due === undefined || due.time > now)) {
          const [chosen] = turns.splice(pick(), 1);
          now += LATENCY_MS[0] + Math.floor(random() * (LATENCY_MS[1] - LATENCY_MS[0]));
          last = chosen?.task ?? null;
          chosen?.go();
          continue;
        }
        if (tasks.size === 0) onQuiet();
        if (due === undefined) return 'idle';
        if (due.time > until) return 'endless';
        timers.shift();
        now = Math.max(now, due.time);
        due.act();
      }
    },
  };
  return self;
}
