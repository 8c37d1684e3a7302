/** A CloudFormation template, as far as its readers look into it. */
export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
}
export interface Template {
  Resources: Record<string, Resource>;
}

/** One property of a resource that must have it. */
export function property<T>(id: string, { Type, Properties }: Resource, name: string): T {
  const value = Properties?.[name];
  if (value === undefined) throw new Error(`${id} (${Type}) has no property ${name}`);
  return value as T;
}
