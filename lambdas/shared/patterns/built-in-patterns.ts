import { code } from './built-in/code.ts';
import { codeProcess } from './built-in/code-process.ts';
import { credentials } from './built-in/credentials.ts';
import { database } from './built-in/database.ts';
import { databaseContent } from './built-in/database-content.ts';
import { dependency } from './built-in/dependency.ts';
import { dependencyLanguages } from './built-in/dependency-languages.ts';
import { documentStores } from './built-in/document-stores.ts';
import { dynamodb } from './built-in/dynamodb.ts';
import { integration } from './built-in/integration.ts';
import { missingResources } from './built-in/missing-resources.ts';
import { network } from './built-in/network.ts';
import { oom } from './built-in/oom.ts';
import { permission } from './built-in/permission.ts';
import { platformBuild } from './built-in/platform-build.ts';
import { python } from './built-in/python.ts';
import { throttling } from './built-in/throttling.ts';
import { throttlingServices } from './built-in/throttling-services.ts';
import { throttlingUnnamed } from './built-in/throttling-unnamed.ts';
import { timeout } from './built-in/timeout.ts';
import { tls } from './built-in/tls.ts';
import { validation } from './built-in/validation.ts';
import { validationValues } from './built-in/validation-values.ts';
import type { WordedPattern } from './failure-pattern.ts';

/** What users of Lambda meet. A further pattern is one entry in the file of its kind. */
export const BUILT_IN_PATTERNS: readonly WordedPattern[] = [
  ...dependency,
  ...dependencyLanguages,
  ...platformBuild,
  ...timeout,
  ...oom,
  ...network,
  ...tls,
  ...database,
  ...databaseContent,
  ...documentStores,
  ...dynamodb,
  ...permission,
  ...credentials,
  ...throttling,
  ...throttlingServices,
  ...throttlingUnnamed,
  ...validation,
  ...validationValues,
  ...integration,
  ...missingResources,
  ...code,
  ...codeProcess,
  ...python,
];
