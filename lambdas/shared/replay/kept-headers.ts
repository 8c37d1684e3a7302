import { SECRET_NAME } from './outside-call.ts';

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
