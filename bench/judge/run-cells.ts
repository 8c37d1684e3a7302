import { Worker } from 'node:worker_threads';
import { type Cell, runCell, type RunOutcome } from './cell.ts';
import { type Summary, summarise } from './summary.ts';
import type { Job } from './worker.ts';

/** Runs that a worker takes at a time: a fraction of a second to some seconds. */
const RUNS_A_JOB = 50;

/**
 * Runs each cell `runs` times and sums it up. The result doesn't depend on the number of workers, since every run has its own stream of chance.
 *
 * @param workers threads; 0: none, in this one.
 */
export async function runCells(cells: readonly Cell[], runs: number, workers: number): Promise<Summary[]> {
  const jobs = cells.flatMap((cell) =>
    Array.from({ length: Math.ceil(runs / RUNS_A_JOB) }, (_, part): Job => {
      const from = part * RUNS_A_JOB;
      return { cell, from, to: Math.min(runs, from + RUNS_A_JOB) };
    }),
  );
  const done = new Map<Job, RunOutcome[]>();
  const waiting = [...jobs];
  const take = async (run: (job: Job) => Promise<RunOutcome[]>): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) done.set(job, await run(job));
  };
  if (workers === 0) await take(({ cell, from, to }) => runCell(cell, from, to));
  else await Promise.all(Array.from({ length: workers }, () => withWorker(take)));
  return cells.map((cell) => {
    const outcomes = jobs.filter((job) => job.cell === cell).flatMap((job) => done.get(job) as RunOutcome[]);
    return summarise(cell.scenario.name, cell.requestsPerMinute, outcomes);
  });
}

/** Starts a worker, lets `take` give it jobs one after the other, and ends it. */
async function withWorker(take: (run: (job: Job) => Promise<RunOutcome[]>) => Promise<void>): Promise<void> {
  const worker = new Worker(new URL('worker.ts', import.meta.url), { execArgv: ['--no-warnings'] });
  try {
    await take(
      (job) =>
        new Promise((resolve, reject) => {
          const settle = (): void => {
            worker.removeAllListeners('message');
            worker.removeAllListeners('error');
          };
          worker.once('message', (outcomes: RunOutcome[]) => {
            settle();
            resolve(outcomes);
          });
          worker.once('error', (error) => {
            settle();
            reject(error);
          });
          worker.postMessage(job, []);
        }),
    );
  } finally {
    await worker.terminate();
  }
}
