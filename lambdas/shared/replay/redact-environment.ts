import { redactWithCounts } from '../redact/redact.ts';
import { PLACEHOLDER, SECRET_NAME } from './outside-call.ts';

/** What an address says before its host. */
const USER_INFO = /(\/\/)[^/@\s]+@/g;

/**
 * A function's variables with a placeholder for each value that is a secret by its name or its looks. An address loses its user only, so that it can still
 * be called; whom mail is sent to stays, as calls are compared by it.
 */
export function redactEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      const plain = value.replaceAll(USER_INFO, '$1');
      return [name, SECRET_NAME.test(name) || isSecret(plain) ? PLACEHOLDER : plain];
    }),
  );
}

function isSecret(value: string): boolean {
  const { address: _address, 'card number': _card, ...secrets } = redactWithCounts(value).counts;
  return Object.keys(secrets).length > 0;
}
