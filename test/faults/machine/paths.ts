/** A value of an execution: JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Paths that the machines use: `$`, `$.a.b`; `$$.a` reads the context object. Filters and slices are not known, and refused. */
const PATH = /^\$(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** Names along a path. @throws RangeError for a path that this interpreter does not know. */
function namesOf(path: string): string[] {
  if (!PATH.test(path)) throw new RangeError(`path: found ${path}, expected $ or $.name.name`);
  return path.split('.').slice(1);
}

/** The value at a path; undefined when there is none. */
export function valueAt(input: Json, path: string): Json | undefined {
  let at: Json | undefined = input;
  for (const name of namesOf(path)) {
    if (at === null || typeof at !== 'object' || Array.isArray(at)) return undefined;
    at = at[name];
  }
  return at;
}

/** `input` with `value` laid at `path`; null throws the value away. */
export function withValueAt(input: Json, path: string | null, value: Json): Json {
  if (path === null) return input;
  const [name, ...rest] = namesOf(path);
  if (name === undefined) return value;
  const at = input !== null && typeof input === 'object' && !Array.isArray(input) ? input : {};
  return { ...at, [name]: rest.length === 0 ? value : withValueAt(at[name] ?? {}, `$.${rest.join('.')}`, value) };
}

/** A payload template: a name that ends in `.$` takes the value at the path, `$$.` from the context object. */
export function filledIn(template: unknown, input: Json, context: Json): Json {
  if (Array.isArray(template)) return template.map((item) => filledIn(item, input, context));
  if (template === null || typeof template !== 'object') return template as Json;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]): [string, Json] => {
      if (!name.endsWith('.$')) return [name, filledIn(value, input, context)];
      const path = String(value);
      const found = path.startsWith('$$') ? valueAt(context, path.slice(1)) : valueAt(input, path);
      if (found === undefined) throw new PathFailure(`The JSONPath ${path} could not be found in the input`);
      return [name.slice(0, -2), found];
    }),
  );
}

/** What Step Functions fails a state with when a path of its parameters leads nowhere; neither retried nor caught by States.TaskFailed. */
export class PathFailure extends Error {
  override readonly name = 'States.ParameterPathFailure';
}
