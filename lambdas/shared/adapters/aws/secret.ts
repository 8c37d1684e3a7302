import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Meter } from '../../ports.ts';
import { metered } from '../metered.ts';

/**
 * Reads a secret's text, once a process: a key that was changed is known to the next environment. Throws when it can't be read or holds no
 * text; the next call then tries again.
 */
export function secretText({ arn, meter, client }: { arn: string; meter: Meter; client?: SecretsManagerClient }): () => Promise<string> {
  const secrets = metered(client ?? new SecretsManagerClient({}), 'secretsmanager', meter);
  let kept: string | null = null;
  return async () => {
    if (kept !== null) return kept;
    const { SecretString: text } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    if (text === undefined || text.trim() === '') throw new Error('the secret holds no text');
    kept = text.trim();
    return kept;
  };
}
