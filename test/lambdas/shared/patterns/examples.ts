import { permission, throttling } from './examples/access.ts';
import { code, python } from './examples/code.ts';
import { database, dynamodb } from './examples/data.ts';
import { dependency } from './examples/dependency.ts';
import { network, oom, timeout } from './examples/platform.ts';
import { integration, validation } from './examples/wiring.ts';

/** For each built-in pattern what it is the first one for. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
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
};
