import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseConfig } from './config/load-config.ts';
import type { StageConfigInput } from './config/stage-config.ts';
import { kaizenApp, stackName } from './kaizen-app.ts';
import type { Template } from './template.ts';

interface SynthesizeOptions {
  /** False: a placeholder for the functions' code; it then takes about a second. */
  bundle: boolean;
  /** Also run cdk-nag; throws with its report when it finds something. */
  checked?: boolean;
}

/**
 * Synthesises a stage's stack in this process, in a temporary folder that is gone afterwards. Throws ConfigError for a config
 * that can't be used.
 */
export function synthesizeTemplate(config: StageConfigInput, { bundle, checked = false }: SynthesizeOptions): { template: Template } {
  const parsed = parseConfig(config);
  const outdir = mkdtempSync(path.join(os.tmpdir(), 'kaizen-synth-'));
  try {
    const app = kaizenApp({ config: parsed, bundle, checked, outdir, treeMetadata: false });
    return { template: app.synth().getStackByName(stackName(parsed.stage)).template as Template };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
