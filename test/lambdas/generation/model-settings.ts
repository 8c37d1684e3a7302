import { ModelSettings } from '../../../lambdas/shared/contract/model-settings.ts';

/** Settings of two models, the second one cheaper. */
export function modelSettings(changes: Partial<ModelSettings> = {}): ModelSettings {
  return ModelSettings.parse({
    provider: 'bedrock',
    models: [
      { id: 'first', inputPrice: 3, outputPrice: 15, structured: false },
      { id: 'second', inputPrice: 1, outputPrice: 5, structured: false },
    ],
    ...changes,
  });
}
