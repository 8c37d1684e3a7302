import type { ModelSettings } from '../../lambdas/shared/contract/model-settings.ts';
import type { HandlerName, WorkflowName } from '../../lambdas/shared/contract/names.ts';
import type { RunOptions } from './embedded-cloud.ts';

/**
 * Synthesises the stack of a config file, or of the sample fleet's built-in config, and reads from it what the embedded cloud
 * runs. lib, and the CDK with it, is loaded only here. `model`: instead of the config's own (null: none); it may be what no stage on AWS could have,
 * such as an address of this machine.
 * @throws ConfigError naming every field of the config that is wrong.
 */
export async function synthesise(
  configPath: string | undefined,
  observeMinutes: number,
  model?: ModelSettings | null,
): Promise<RunOptions['assembly']> {
  const [{ synthesizeTemplate }, { readAssembly }, { loadConfig }, { embeddedConfig }, { PERMISSIONS }] = await Promise.all([
    import('../../lib/synthesize-template.ts'),
    import('../../lib/assembly.ts'),
    import('../../lib/config/load-config.ts'),
    import('./embedded-config.ts'),
    import('../../lib/constructs/permissions.ts'),
  ]);
  const config = configPath === undefined ? embeddedConfig(observeMinutes) : loadConfig({ path: configPath });
  const { workflows, taskHandlers, handlers, tables } = readAssembly(synthesizeTemplate(config, { bundle: false }).template);
  if (model !== undefined) {
    for (const [name, { environment }] of Object.entries(handlers)) {
      delete environment['KAIZEN_MODEL'];
      if (model !== null && PERMISSIONS[name as HandlerName].model !== undefined) environment['KAIZEN_MODEL'] = JSON.stringify(model);
    }
  }
  const workflow = (name: WorkflowName) => ({ definition: workflows[name], tasks: taskHandlers[name] });
  return {
    workflows: { 'improvement-cycle': workflow('improvement-cycle'), rollout: workflow('rollout') },
    handlers,
    tables: tables.map(({ name }) => name),
  };
}
