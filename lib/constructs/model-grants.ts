import type { Stack } from 'aws-cdk-lib';
import type { ModelSettings } from '../../lambdas/shared/contract/model-settings.ts';
import { allow, type Grant } from './grant.ts';

/** What the id of a system-defined inference profile begins with, before the model's own id (Bedrock user guide, cross-region inference). */
const PROFILE = /^(?:global|us-gov|us|eu|apac|ap|jp|au|ca|sa|me|af|il|in|kr|mx)\./;
/** Converse is allowed by the permission for InvokeModel (Bedrock user guide, "Using the Converse API"). */
const ASK = ['bedrock:InvokeModel'];
const ROUTED =
  'the profile routes to regions that AWS chooses and may add to; the condition lets the model be asked through this profile only';

/** What the ids of models and profiles become in the names of statements, which are alphanumeric. */
const named = (index: number): string => String(index + 1);

/** One model: by itself, or through an inference profile, which needs the model behind it in each of the regions too. */
function bedrockGrants(id: string, index: number, stack: Stack): Grant[] {
  const through = (profile: string, models: string): Grant[] => [
    { statement: allow(`AskProfile${named(index)}`, ASK, [profile]) },
    {
      statement: allow(`AskBehindProfile${named(index)}`, ASK, [`arn:${stack.partition}:bedrock:*::foundation-model/${models}`], {
        StringEquals: { 'bedrock:InferenceProfileArn': profile },
      }),
      wildcardReason: ROUTED,
    },
  ];
  // An application's own profile: which model is behind it only Bedrock knows.
  if (id.startsWith('arn:'))
    return id.includes(':foundation-model/') ? [{ statement: allow(`AskModel${named(index)}`, ASK, [id]) }] : through(id, '*');
  if (PROFILE.test(id)) {
    const profile = stack.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: id });
    return through(profile, id.replace(PROFILE, ''));
  }
  const model = stack.formatArn({ service: 'bedrock', account: '', resource: 'foundation-model', resourceName: id });
  return [{ statement: allow(`AskModel${named(index)}`, ASK, [model]) }];
}

/** Exactly the configured models, or the secret with the key of an endpoint elsewhere. */
export function modelGrants({ provider, models, apiKeySecretArn }: ModelSettings, stack: Stack): Grant[] {
  if (provider === 'bedrock') return models.flatMap(({ id }, index) => bedrockGrants(id, index, stack));
  return apiKeySecretArn === undefined ? [] : [{ statement: allow('ReadModelKey', ['secretsmanager:GetSecretValue'], [apiKeySecretArn]) }];
}
