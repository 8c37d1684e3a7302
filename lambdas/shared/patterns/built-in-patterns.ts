import { code } from './built-in/code.ts';
import { database } from './built-in/database.ts';
import { dependency } from './built-in/dependency.ts';
import { dynamodb } from './built-in/dynamodb.ts';
import { integration } from './built-in/integration.ts';
import { network } from './built-in/network.ts';
import { oom } from './built-in/oom.ts';
import { permission } from './built-in/permission.ts';
import { python } from './built-in/python.ts';
import { throttling } from './built-in/throttling.ts';
import { timeout } from './built-in/timeout.ts';
import { validation } from './built-in/validation.ts';
import type { WordedPattern } from './failure-pattern.ts';

/** What users of Lambda meet. A further pattern is one entry in the file of its category. */
export const BUILT_IN_PATTERNS: readonly WordedPattern[] = [
  ...dependency,
  ...timeout,
  ...oom,
  ...network,
  ...database,
  ...dynamodb,
  ...permission,
  ...throttling,
  ...validation,
  ...integration,
  ...code,
  ...python,
];
