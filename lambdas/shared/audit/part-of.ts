/**
 * The part of a record that `fields` names: paths of keys, `rollout.plan`, several with commas between them. One path gives what stands
 * there, several an object of theirs by path. `count`: the first so many items of a list.
 *
 * Undefined when any of it is not there, or the list is shorter.
 */
export function partOf(record: object, fields: string, count?: number): unknown {
  const paths = fields.split(',');
  const values = paths.map((path) => path.split('.').reduce<unknown>(step, record));
  if (values.includes(undefined)) return undefined;
  const part = values.length === 1 ? values[0] : Object.fromEntries(paths.map((path, index) => [path, values[index]]));
  if (count === undefined) return part;
  return Array.isArray(part) && part.length >= count ? part.slice(0, count) : undefined;
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
