import { App, Validations, type AppProps } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { StageConfig } from './config/stage-config.ts';
import { FEATURE_FLAGS } from './feature-flags.ts';
import { KaizenStack } from './kaizen-stack.ts';

/** Name of a stage's stack. */
export const stackName = (stage: string): string => `Kaizen-${stage}`;

interface KaizenAppProps extends AppProps {
  config: StageConfig;
  /** False: placeholders instead of the handlers' code. */
  bundle: boolean;
  /** Whether cdk-nag and CDK's own validation look at the template. Reading the template needs neither. */
  checked: boolean;
}

/** The CDK app with the stack of one stage. When `checked`, synth fails on any finding that is not acknowledged with its reason. */
export function kaizenApp({ config, bundle, checked, ...props }: KaizenAppProps): App {
  const app = new App({
    analyticsReporting: false,
    autoSynth: false,
    builtinCloudFormationValidation: checked,
    postCliContext: FEATURE_FLAGS,
    ...props,
  });
  new KaizenStack(app, stackName(config.stage), { config, bundle });
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  return app;
}
