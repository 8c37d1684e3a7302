import type { z } from 'zod';
import { InvalidEvent } from '../../../lambdas/shared/errors.ts';
import { describeIssues } from '../../../lambdas/shared/handler.ts';

/** Checks what came from outside. @throws InvalidEvent naming field, value and expectation. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new InvalidEvent(describeIssues(parsed.error, value));
  return parsed.data;
}
