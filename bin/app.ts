import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleReport, bundleSizes } from '../lib/bundle-report.ts';
import { ConfigError, describeIssue } from '../lib/config/config-error.ts';
import { loadConfig } from '../lib/config/load-config.ts';
import { kaizenApp, stackName } from '../lib/kaizen-app.ts';
import type { Template } from '../lib/template.ts';

const EXIT_BAD_CONFIG = 2;
const OUTPUT = 'cdk.out';

/** Context from the command line (`-c stage=prod`) when run by itself, from the CDK CLI's variable when run by it. */
function readContext(): Record<string, unknown> {
  const { values } = parseArgs({
    options: { context: { type: 'string', short: 'c', multiple: true, default: [] }, quiet: { type: 'boolean', short: 'q' } },
  });
  const given = values.context.map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return [key, value.join('=')] as const;
  });
  const fromCli = JSON.parse(process.env['CDK_CONTEXT_JSON'] ?? '{}') as Record<string, unknown>;
  return { ...fromCli, ...Object.fromEntries(given), quiet: values.quiet === true };
}

function text(context: Record<string, unknown>, key: string): string | undefined {
  const value = context[key];
  return value === undefined ? undefined : String(value);
}

/**
 * Synthesises the stack: `-c stage=<name>` (default dev) and `-c config=<file.json>` choose its configuration. By itself it
 * prints the template on stdout (unless --quiet) and the sizes of the bundles on stderr.
 */
function main(): void {
  const context = readContext();
  const config = loadConfig({ stage: text(context, 'stage'), path: text(context, 'config') });
  const byCli = process.env['CDK_OUTDIR'] !== undefined;
  const outdir = process.env['CDK_OUTDIR'] ?? path.join(import.meta.dirname, '..', OUTPUT);
  const assembly = kaizenApp({ config, bundle: true, checked: true, outdir }).synth();
  const { template } = assembly.getStackByName(stackName(config.stage)) as { template: Template };
  console.error(
    `Bundles of ${stackName(config.stage)}:\n${bundleReport(bundleSizes(template, assembly.directory, stackName(config.stage)))}`,
  );
  if (!byCli && context['quiet'] !== true) console.log(JSON.stringify(template, null, 2));
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`The configuration can't be used:\n${error.issues.map((issue) => `  ${describeIssue(issue)}`).join('\n')}`);
  process.exitCode = EXIT_BAD_CONFIG;
}
