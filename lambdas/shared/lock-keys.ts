/** Key of the lock that whoever changes a target's alias holds: at most one rollout or remediation a target at a time. */
export function targetLock(target: string): string {
  return `rollout#${target}`;
}
