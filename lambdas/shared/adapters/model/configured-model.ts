import type { ModelSettings } from '../../contract/model-settings.ts';
import type { CodeModel } from '../../ports.ts';
import { secretText } from '../aws/secret.ts';
import { bedrockModels, type BedrockOptions } from './bedrock-model.ts';
import { modelRouter, type RouterOptions } from './model-router.ts';
import { openAiModels } from './openai-model.ts';
import type { ModelProvider } from './provider.ts';

export interface ConfiguredModelOptions
  extends Pick<RouterOptions, 'store' | 'control' | 'meter' | 'clock'>, Pick<BedrockOptions, 'region' | 'credentials'> {
  /** Null: none is configured. */
  settings: ModelSettings | null;
  /** Where `apiKeyVariable` is looked up. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** The models that the settings name, behind the router; null: none. */
export function configuredModel({ settings, ...options }: ConfiguredModelOptions): CodeModel | null {
  if (settings === null) return null;
  const { store, control, meter, clock } = options;
  return modelRouter({ settings, provider: providerOf(settings, options), store, control, meter, clock });
}

function providerOf(settings: ModelSettings, options: Omit<ConfiguredModelOptions, 'settings'>): ModelProvider {
  const { endpoint, apiKeySecretArn, apiKeyVariable } = settings;
  const { meter, region, credentials, environment } = options;
  if (settings.provider === 'bedrock') {
    return bedrockModels({
      settings,
      meter,
      ...(region === undefined ? {} : { region }),
      ...(credentials === undefined ? {} : { credentials }),
    });
  }
  if (endpoint === undefined) throw new RangeError('model: found the provider openai without an endpoint; expected its base address');
  if (apiKeySecretArn !== undefined)
    return openAiModels({ settings: { ...settings, endpoint }, meter, apiKey: secretText({ arn: apiKeySecretArn, meter }) });
  return openAiModels({
    settings: { ...settings, endpoint },
    meter,
    async apiKey() {
      if (apiKeyVariable === undefined) return null;
      const key = environment[apiKeyVariable]?.trim() ?? '';
      if (key === '') throw new Error(`the environment variable ${apiKeyVariable} is empty or not there`);
      return key;
    },
  });
}
