/** Key of the lock that whoever changes a target's alias holds: at most one rollout or remediation a target at a time. */
export function targetLock(target: string): string {
  return `rollout#${target}`;
}

/** Key of the permits that a tenant's rollouts hold: at most its `maxConcurrent` at a time, whichever cycles they come from. */
export function tenantPermits(tenant: string): string {
  return `rollouts#${tenant}`;
}
