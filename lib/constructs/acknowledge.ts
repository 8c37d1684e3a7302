import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Grant } from './grant.ts';

/** cdk-nag writes `{Ref: X}` as `<X>` and `{Fn::GetAtt: [X, Arn]}` as `<X.Arn>` in its finding ids. */
export function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flatten).join('');
  const [key, inner] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  if (key === 'Ref') return `<${flatten(inner)}>`;
  if (key === 'Fn::GetAtt') return `<${(inner as string[]).join('.')}>`;
  if (key === 'Fn::Join') {
    const [separator, parts] = inner as [string, unknown[]];
    return parts.map(flatten).join(separator);
  }
  throw new Error(`cannot name ${JSON.stringify(value)} in a cdk-nag finding`);
}

/**
 * Acknowledges, one by one, the wildcards that the grants give a reason for. Any other wildcard still fails synth. A finding
 * names the resource only: statements that share one have their reasons joined.
 */
export function acknowledgeWildcards(scope: IConstruct, grants: readonly Grant[]): void {
  const reasons = new Map<string, string[]>();
  for (const { statement, wildcardReason } of grants) {
    if (wildcardReason === undefined) continue;
    for (const resource of statement.resources) {
      const id = `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`;
      reasons.set(id, [...(reasons.get(id) ?? []), `${statement.sid}: ${wildcardReason}.`]);
    }
  }
  for (const [id, sentences] of reasons) Validations.of(scope).acknowledge({ id, reason: sentences.join(' ') });
}
