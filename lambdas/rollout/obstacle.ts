import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Target } from '../shared/contract/records.ts';
import { effectiveAutonomy, NEEDED_AUTONOMY, reaches, tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';

/**
 * Why no side effect is allowed right now, in a clause; null: go on. Asked again right before each act, since a person may have
 * stopped everything a second ago.
 */
export async function switchObstacle({ control }: Pick<Ports, 'control'>, settings: Settings, tenant: string): Promise<string | null> {
  const state = await control.switchState();
  if (state.stopped) return `${state.by} stopped Kaizen (${state.reason})`;
  const wanted = tenantSettings(settings, tenant);
  if (wanted === null) return `tenant ${tenant} is not configured in stage ${settings.stage}`;
  if (!wanted.enabled) return `tenant ${tenant} is disabled`;
  if (!wanted.flags.cycle) return `the flag "cycle" of tenant ${tenant} is off`;
  if (!wanted.flags.rollout) return `the flag "rollout" of tenant ${tenant} is off`;
  return null;
}

/** The same, and whether this change may be made on this target. */
export async function rolloutObstacle(
  ports: Pick<Ports, 'control'>,
  settings: Settings,
  improvement: Improvement,
  target: Target | null,
): Promise<string | null> {
  const stopped = await switchObstacle(ports, settings, improvement.tenant);
  if (stopped !== null) return stopped;
  if (target === null) return `${improvement.target} is not there or not managed by Kaizen`;
  const level = effectiveAutonomy(target, settings);
  const needed = NEEDED_AUTONOMY[improvement.kind];
  return reaches(level, needed) ? null : `the autonomy of ${target.name} is "${level}", a ${improvement.kind} change needs "${needed}"`;
}
