import { randomUUID } from 'node:crypto';
import type { DecideIn, DecideOut } from '../../lambdas/shared/contract/workflow.ts';
import { type Assembly, startCloud } from './cloud.ts';
import { awaitAnswer, leaveOrder } from './orders.ts';
import { runningServer, StateDirectoryError } from './state-directory.ts';

interface DecideOptions {
  stateDir: string;
  /** What the cloud is started with when none runs. */
  assembly(): Promise<Assembly>;
}

/** The running process looks once a telemetry minute, of at most a minute of real time. */
const ANSWER_MS = 90_000;
/** Anything: nothing is called while no load runs. */
const IDLE = { seed: 1, minuteMs: 2000 } as const;

/**
 * Carries out a person's word: in the run that is under way, or else at once in a cloud that is started for it. An approval needs traffic to
 * be judged by, so without a run it waits for the next one.
 *
 * @throws StateDirectoryError when there is no state, or the run doesn't answer.
 */
export async function decide({ stateDir, assembly }: DecideOptions, order: DecideIn): Promise<DecideOut> {
  const { tenant, improvementId, word } = order;
  const server = runningServer(stateDir);
  if (server !== null) {
    const answer = await awaitAnswer(stateDir, await leaveOrder(stateDir, order, randomUUID()), ANSWER_MS);
    if (answer === null)
      throw new StateDirectoryError(`process ${server.pid} on ${stateDir} did not answer: nothing was changed. Try again.`);
    if ('error' in answer) throw new StateDirectoryError(`process ${server.pid} on ${stateDir} could not do it: ${answer.error}`);
    return answer;
  }
  if (word === 'approve') {
    // By its improvement: the same word again is the same order.
    await leaveOrder(stateDir, order, improvementId);
    return {
      tenant,
      improvementId,
      result: 'noted',
      reason: 'no run is under way: the next one carries it out, once it has seen the traffic',
    };
  }
  const cloud = await startCloud({ stateDir, assembly: await assembly(), ...IDLE });
  try {
    return (await cloud.handlers['rollout/decide'](order)) as DecideOut;
  } finally {
    await cloud.stop('a person decided while no run was under way');
  }
}
