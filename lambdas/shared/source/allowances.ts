import * as z from 'zod';
import type { SourceFile } from '../contract/records.ts';

/** What the owners of a package say that a change of it may begin to use, in the package.json of its root. */
const Declaration = z.object({
  kaizen: z.object({
    allow: z.strictObject({ aws: z.array(z.string()).optional(), hosts: z.array(z.string()).optional() }),
  }),
});

export interface Allowances {
  /** Actions as IAM writes them: `dynamodb:BatchGetItem`. */
  aws: Set<string>;
  hosts: Set<string>;
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * `"kaizen": { "allow": { "aws": ["dynamodb:BatchGetItem"], "hosts": ["api.example.com"] } }` of the package's own package.json. Without
 * a declaration, or with one of another form, nothing is allowed.
 */
export function allowancesOf(files: readonly SourceFile[]): Allowances {
  const manifest = files.find((file) => file.path === 'package.json');
  const declared = Declaration.safeParse(manifest === undefined ? null : parsed(manifest.content));
  const allow = declared.success ? declared.data.kaizen.allow : {};
  return { aws: new Set(allow.aws), hosts: new Set(allow.hosts) };
}
