import { DEFAULT_TENANT, TAGS } from '../contract/names.ts';
import { Target } from '../contract/records.ts';
import { TargetChanged } from '../errors.ts';
import { describeIssues } from '../handler.ts';
import type { DiscoveredTarget } from '../ports.ts';

/** Priority of a target that bears no priority tag. */
const DEFAULT_PRIORITY = 'normal';
/** What the tags say, beside the name. */
const Tagged = Target.pick({ name: true, tenant: true, priority: true, autonomy: true });

/**
 * What a function's tags say of it; one that is absent takes the contract's value for that.
 * @throws TargetChanged for a tag with an unknown value.
 */
export function taggedTarget(name: string, tags: Readonly<Record<string, string>>): DiscoveredTarget {
  const said = {
    name,
    tenant: tags[TAGS.tenant] ?? DEFAULT_TENANT,
    priority: tags[TAGS.priority] ?? DEFAULT_PRIORITY,
    autonomy: tags[TAGS.autonomy] ?? null,
  };
  const parsed = Tagged.safeParse(said);
  if (!parsed.success) throw new TargetChanged(`${name}: its tags: ${describeIssues(parsed.error, said)}`);
  return parsed.data;
}

/** Where the tags say that the source and the recorded invocations of a function are. What they name is checked when it is read. */
export function taggedPlaces(tags: Readonly<Record<string, string>>): Pick<Target, 'source' | 'samples'> {
  return { source: tags[TAGS.source] ?? null, samples: tags[TAGS.samples] ?? null };
}
