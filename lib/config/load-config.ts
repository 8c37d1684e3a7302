import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { defaultConfig } from './default-config.ts';
import { crossFieldIssues } from './rules.ts';
import { StageConfig, type StageConfigInput } from './stage-config.ts';

export const DEFAULT_STAGE = 'dev';

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at !== null && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    root,
  );
}

/** zod's message ends in what was received; the value stands in front already. */
function issueOf(issue: z.core.$ZodIssue, root: unknown): ConfigIssue {
  const known = issue.code === 'unrecognized_keys';
  const path = known ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  return {
    field: path.map(String).join('.') || '(root)',
    value: valueAt(root, path),
    expectation: known ? 'no such field' : issue.message.replace(/^Invalid input: expected /, '').replace(/^expected /, ''),
    reason: known ? 'a misspelt field would silently keep its default' : 'the field has this type and range',
  };
}

/**
 * Checks a config and fills what it leaves out from the stage's default. `tenants` replaces the default's tenants;
 * `telemetry` is merged field by field. Throws ConfigError that names every field that is wrong.
 */
export function parseConfig(input: unknown, stage?: string): StageConfig {
  if (!isRecord(input)) {
    throw new ConfigError([{ field: '(root)', value: input, expectation: 'a JSON object', reason: 'the config is a set of named fields' }]);
  }
  if (stage !== undefined && input['stage'] !== undefined && input['stage'] !== stage) {
    throw new ConfigError([
      {
        field: 'stage',
        value: input['stage'],
        expectation: JSON.stringify(stage),
        reason: 'the config file belongs to another stage than the one asked for',
      },
    ]);
  }
  const wanted = input['stage'] ?? stage ?? DEFAULT_STAGE;
  const base = defaultConfig(typeof wanted === 'string' ? wanted : DEFAULT_STAGE);
  const telemetry = input['telemetry'];
  const merged = {
    ...base,
    ...input,
    stage: wanted,
    telemetry: isRecord(telemetry) ? { ...base.telemetry, ...telemetry } : (telemetry ?? base.telemetry),
  };
  const parsed = StageConfig.safeParse(merged);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => issueOf(issue, merged)));
  const issues = crossFieldIssues(parsed.data);
  if (issues.length > 0) throw new ConfigError(issues);
  return parsed.data;
}

/** Reads a config file (JSON). Without a path: the stage's default. Throws ConfigError for a file that cannot be used. */
export function loadConfig({ stage, path }: { stage?: string | undefined; path?: string | undefined }): StageConfig {
  if (path === undefined) return parseConfig({}, stage);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([{ field: 'config', value: path, expectation: 'a readable JSON file', reason: (error as Error).message }]);
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    throw new ConfigError([{ field: 'config', value: path, expectation: 'a JSON file', reason: (error as Error).message }]);
  }
  return parseConfig(input, stage);
}

export type { StageConfigInput };
