import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the Lambda runtime keeps the SDK that it brings (Lambda developer guide, Node.js runtimes). */
const RUNTIME_MODULES = '/var/runtime/node_modules';

/**
 * The node_modules that give a target its AWS SDK: the nearest one above `from` that has it, else the Lambda runtime's; null
 * when there is none, and then a target that imports the SDK fails its tests.
 */
export function sdkModules(from: string): string | null {
  const candidates: string[] = [];
  for (let folder = from; ; folder = path.dirname(folder)) {
    candidates.push(path.join(folder, 'node_modules'));
    if (path.dirname(folder) === folder) break;
  }
  return [...candidates, RUNTIME_MODULES].find((modules) => existsSync(path.join(modules, '@aws-sdk'))) ?? null;
}
