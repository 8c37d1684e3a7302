import { synthesizeTemplate } from '../../lib/synthesize-template.ts';
import type { StageConfigInput } from '../../lib/config/stage-config.ts';
import type { Resource, Template } from '../../lib/template.ts';

const cache = new Map<string, Template>();

/** The template of a config, synthesised once a test file. */
export function synthesized(config: StageConfigInput = {}): Template {
  const key = JSON.stringify(config);
  const found = cache.get(key) ?? synthesizeTemplate(config, { bundle: false }).template;
  cache.set(key, found);
  return found;
}

/** Resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
  Principal?: unknown;
}

export const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** All statements of a role. */
export function statementsOf(role: Resource): Statement[] {
  const policies = (role.Properties?.['Policies'] ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap((policy) => policy.PolicyDocument.Statement);
}
