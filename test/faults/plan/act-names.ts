/** What people, alarms and other rollouts do in the middle of a rollout. */
export const ACTS = [
  'deploy',
  'deploy-beside-canary',
  'change-latest',
  'canary-off',
  'change-share',
  'promote-by-hand',
  'remove-tag',
  'delete-alias',
  'stop',
  'resume',
  'lower-autonomy',
  'alarm',
  'abort',
  'rival',
  'second-execution',
  'approve',
  'reject',
  'order-roll-back',
] as const;
export type ActName = (typeof ACTS)[number];

/** Acts after which the alias is somebody else's. */
export const MOVES: ReadonlySet<string> = new Set<ActName>([
  'deploy',
  'deploy-beside-canary',
  'canary-off',
  'change-share',
  'promote-by-hand',
  'delete-alias',
]);
