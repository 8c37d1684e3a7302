import { fileURLToPath } from 'node:url';
import { ModelSettings } from '../../lambdas/shared/contract/model-settings.ts';

/** Folder of the sample fleet's answers, one below it for each service that a model is asked about. */
export const SAMPLE_ANSWERS = fileURLToPath(new URL('./fleet/model-answers', import.meta.url));

/**
 * The model of a run on the sample fleet: no model, but a server that speaks as Bedrock does and answers from files. Its prices are those of a
 * small model, so that the report shows what one would cost.
 */
export const SCRIPTED_MODEL: ModelSettings = ModelSettings.parse({
  provider: 'bedrock',
  models: [{ id: 'scripted.answers-from-files', inputPrice: 1, outputPrice: 5, structured: false }],
});
