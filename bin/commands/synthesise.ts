import type { WorkflowName } from '../../lambdas/shared/contract/names.ts';
import type { RunOptions } from './embedded-cloud.ts';

/**
 * Synthesises the stack of a config file, or of the sample fleet's built-in config, and reads from it what the embedded cloud
 * runs. lib, and the CDK with it, is loaded only here.
 * @throws ConfigError naming every field of the config that is wrong.
 */
export async function synthesise(configPath: string | undefined, observeMinutes: number): Promise<RunOptions['assembly']> {
  const [{ synthesizeTemplate }, { readAssembly }, { loadConfig }, { embeddedConfig }] = await Promise.all([
    import('../../lib/synthesize-template.ts'),
    import('../../lib/assembly.ts'),
    import('../../lib/config/load-config.ts'),
    import('./embedded-config.ts'),
  ]);
  const config = configPath === undefined ? embeddedConfig(observeMinutes) : loadConfig({ path: configPath });
  const { workflows, taskHandlers, handlers, tables } = readAssembly(synthesizeTemplate(config, { bundle: false }).template);
  const workflow = (name: WorkflowName) => ({ definition: workflows[name], tasks: taskHandlers[name] });
  return {
    workflows: { 'improvement-cycle': workflow('improvement-cycle'), rollout: workflow('rollout') },
    handlers,
    tables: tables.map(({ name }) => name),
  };
}
