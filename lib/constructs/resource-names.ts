import type { HandlerName } from '../../lambdas/shared/contract/names.ts';

/** Beginning of the names of everything that a stage owns: functions, log groups, alarms, state machines. */
export const namePrefix = (stage: string): string => `kaizen-${stage}-`;

/** `rollout/roll-back` -> `rollout-roll-back`. */
export const dashed = (handler: HandlerName): string => handler.replace('/', '-');

/** `rollout/roll-back` -> `RolloutRollBack`, for construct ids. */
export const pascal = (name: string): string =>
  name.replace(/(^|[/-])([a-z])/g, (_match, _separator, letter: string) => letter.toUpperCase());

/** At most 7 + 20 + 1 + 21 of the 64 characters that a function's name may have. */
export const functionName = (stage: string, handler: HandlerName): string => `${namePrefix(stage)}${dashed(handler)}`;
