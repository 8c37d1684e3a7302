import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { DecideIn, DecideOut } from '../../lambdas/shared/contract/workflow.ts';
import { writeJsonAtomic } from './host/atomic-file.ts';

/**
 * People's words on improvements, from a command to the process that runs the cloud: one file an order in the state directory, and one an
 * answer beside it. On AWS a person invokes the handler itself.
 */
const Answer = z.union([DecideOut, z.object({ error: z.string() })]);

const ORDER = '.order.json';
const ANSWER = '.answer.json';
const folder = (root: string): string => join(root, 'orders');

/** Leaves an order. Its name, for the answer. */
export async function leaveOrder(root: string, order: DecideIn, name: string): Promise<string> {
  await mkdir(folder(root), { recursive: true });
  await writeJsonAtomic(join(folder(root), `${name}${ORDER}`), order);
  return name;
}

/** Waits for the answer to an order and takes it away; null: none came within `ms`, and the order is taken back. */
export async function awaitAnswer(root: string, name: string, ms: number): Promise<z.infer<typeof Answer> | null> {
  const path = join(folder(root), `${name}${ANSWER}`);
  for (const end = performance.now() + ms; ;) {
    const text = await readFile(path, 'utf8').catch(absent);
    if (text !== null) {
      await rm(path, { force: true });
      return Answer.parse(JSON.parse(text));
    }
    if (performance.now() >= end) {
      await rm(join(folder(root), `${name}${ORDER}`), { force: true });
      return null;
    }
    await wait(100);
  }
}

/**
 * Carries out the orders that wait, oldest name first. An order that throws is answered with its error and is not tried again: the person
 * who gave it decides.
 *
 * @param ready whether an order may be carried out yet; the others stay.
 */
export async function takeOrders(
  root: string,
  decide: (order: DecideIn) => Promise<unknown>,
  ready: (order: DecideIn) => boolean,
): Promise<void> {
  const names = await readdir(folder(root)).catch(absent);
  for (const file of (names ?? []).filter((each) => each.endsWith(ORDER)).toSorted()) {
    const path = join(folder(root), file);
    const text = await readFile(path, 'utf8').catch(absent);
    // Taken back meanwhile.
    if (text === null) continue;
    const order = DecideIn.parse(JSON.parse(text));
    if (!ready(order)) continue;
    const answer = await decide(order).catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }));
    await writeJsonAtomic(join(folder(root), `${file.slice(0, -ORDER.length)}${ANSWER}`), answer);
    await rm(path, { force: true });
  }
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
