import { holdsSecret } from '../redact/secret-forms.ts';
import { PLACEHOLDER, SECRET_NAME } from './outside-call.ts';

/** What an address says before its host. */
const USER_INFO = /(\/\/)[^/@\s]+@/g;

/** A function's variables with a placeholder for each value that is a secret by its name or its looks. */
export function redactEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) || holdsSecret(value) ? PLACEHOLDER : value.replaceAll(USER_INFO, '$1'),
    ]),
  );
}

/** Headers that a client needs to read an answer. What identifies, signs or belongs to one connection is left out. */
export function keptHeaders(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (SECRET_NAME.test(name) || OF_THE_CONNECTION.has(name.toLowerCase())) continue;
    kept[name.toLowerCase()] = value;
  }
  return kept;
}

const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'date',
  'www-authenticate',
  'authentication-info',
]);
