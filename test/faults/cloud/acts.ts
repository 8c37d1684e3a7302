import { TAGS } from '../../../lambdas/shared/contract/names.ts';
import type { ControlStore } from '../../../lambdas/shared/ports.ts';
import type { ActName } from '../plan/act-names.ts';
import type { LambdaSide } from './lambda-side.ts';

interface Options {
  lambda: LambdaSide;
  control: ControlStore;
  now: () => number;
  abort(): void;
  alarm(): void;
  rival(): void;
  secondExecution(): void;
  /** A person's word on the improvement, by the handler that is there for it. */
  decide(word: 'approve' | 'reject' | 'roll-back'): void;
}

/** What serves before a history begins. */
const FIRST_VERSION = '1';
/** A share that no plan has. */
const OTHER_SHARE = 0.3;

/** The acts, each done at once. An act that finds nothing to do does nothing. */
export function createActs({ lambda, control, now, abort, alarm, rival, secondExecution, decide }: Options): Record<ActName, () => void> {
  const stable = (): string => lambda.alias()?.version ?? FIRST_VERSION;
  const beside = (): Record<string, number> => lambda.function().alias?.weights ?? {};
  const set = (stopped: boolean) => {
    void control.setSwitch({ stopped, by: 'anna', reason: stopped ? 'wait' : 'go on', at: now() });
  };
  const deploy = (publish: boolean): void => {
    lambda.model.deploy('orders', { files: [{ path: 'index.mjs', content: `export const handler = async () => ${now()};` }], publish });
    lambda.observe();
  };
  return {
    deploy: () => deploy(true),
    'deploy-beside-canary': () => {
      const weights = beside();
      deploy(true);
      if (Object.keys(weights).length > 0) lambda.setAlias(stable(), weights);
    },
    'change-latest': () => deploy(false),
    // Off the alias with whatever Kaizen put there, beside another version or alone.
    'canary-off': () => {
      if (Object.keys(beside()).length > 0) lambda.setAlias(stable(), {});
      else if (lambda.isOurs(stable())) lambda.setAlias(FIRST_VERSION, {});
    },
    'change-share': () => {
      const [canary] = Object.keys(beside());
      if (canary !== undefined) lambda.setAlias(stable(), { [canary]: OTHER_SHARE });
    },
    'promote-by-hand': () => {
      const [canary] = Object.keys(beside());
      if (canary !== undefined) lambda.setAlias(canary, {});
    },
    'remove-tag': () => {
      lambda.function().tags = {};
    },
    'delete-alias': () => {
      lambda.function().alias = null;
      lambda.observe();
    },
    stop: () => set(true),
    resume: () => set(false),
    'lower-autonomy': () => {
      lambda.function().tags = { ...lambda.function().tags, [TAGS.autonomy]: 'observe' };
    },
    alarm,
    abort,
    rival,
    'second-execution': secondExecution,
    approve: () => decide('approve'),
    reject: () => decide('reject'),
    'order-roll-back': () => decide('roll-back'),
  };
}
