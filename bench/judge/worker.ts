import { parentPort } from 'node:worker_threads';
import { type Cell, runCell } from './cell.ts';

/** A part of a cell's runs. */
export interface Job {
  cell: Cell;
  from: number;
  to: number;
}

if (parentPort === null) throw new Error('bench/judge/worker.ts: found no parent, expected to be started as a worker');
const port = parentPort;
port.on('message', ({ cell, from, to }: Job) => {
  void runCell(cell, from, to).then((outcomes) => port.postMessage(outcomes));
});
