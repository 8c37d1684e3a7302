import type { Improvement } from '../../../lambdas/shared/contract/records.ts';
import type { History, Invariant, Violation } from '../history.ts';

/** Every history ends, with every execution over, and no improvement open unless a person was told what to type. */
export const ends: Invariant = {
  name: 'ends',
  check: (history) => [
    ...(history.ended === 'idle' ? [] : ['something was still going on after a day']),
    ...history.end.executions.flatMap(({ name, status, states }) =>
      status === 'RUNNING' ? [`execution ${name} hangs in ${states.at(-1)}`] : [],
    ),
    ...history.end.improvements.flatMap((improvement) => open(history, improvement)),
  ],
};

const COMMAND = /aws lambda update-alias --function-name \S+ --name live --function-version \d+/;

function open(history: History, { id, status, rollout }: Improvement): Violation[] {
  if (status !== 'rolling-out' && status !== 'validated') return [];
  const told = history.moments.some(
    (moment) => moment.kind === 'told' && moment.message.body.includes(id) && (rollout === null || COMMAND.test(moment.message.body)),
  );
  return told ? [] : [`${id} is left ${status}/${rollout?.phase ?? 'not begun'}, and nobody was told what to do`];
}
