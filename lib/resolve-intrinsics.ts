/** What `Ref` and `Fn::GetAtt` of each resource stand for; `ref` for the former, attributes by their name. */
export type References = Record<string, { ref: string; attributes: Record<string, string> }>;

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Replaces every `Ref`, `Fn::GetAtt` and `Fn::Join` in a value. Throws for one whose resource or attribute is not known. */
export function resolveIntrinsics(value: unknown, references: References, pseudo: Readonly<Record<string, string>>): unknown {
  const resolve = (inner: unknown): unknown => resolveIntrinsics(inner, references, pseudo);
  if (Array.isArray(value)) return value.map(resolve);
  if (!isRecord(value)) return value;
  const [key, inner] = Object.entries(value)[0] ?? [];
  if (key === 'Ref') {
    const found = references[inner as string]?.ref ?? pseudo[inner as string];
    if (found === undefined) throw new Error(`the template refers to ${String(inner)}, which has no meaning outside of CloudFormation`);
    return found;
  }
  if (key === 'Fn::GetAtt') {
    const [id, attribute] = inner as [string, string];
    const found = references[id]?.attributes[attribute];
    if (found === undefined) throw new Error(`the template reads ${attribute} of ${id}, which has no meaning outside of CloudFormation`);
    return found;
  }
  if (key === 'Fn::Join') {
    const [separator, parts] = inner as [string, unknown[]];
    return (resolve(parts) as string[]).join(separator);
  }
  if (key?.startsWith('Fn::') === true) throw new Error(`the template uses ${key}, which is not read outside of CloudFormation`);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item)]));
}
