/** Key of the lock that whoever changes a target's alias holds. */
export function targetLock(target: string): string {
  return `rollout#${target}`;
}
