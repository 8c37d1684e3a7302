import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { bundleSizes } from '../../lib/bundle-report.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { kaizenApp, stackName } from '../../lib/kaizen-app.ts';
import type { Template } from '../../lib/template.ts';

/**
 * `npm run bench -- bundles [--handlers a,b] [--starts 15]`: size of handlers' bundles, and how long a fresh Node takes to load them, which is
 * what Kaizen's own code adds to a cold start. On Lambda the download of the package and the start of the runtime come on top, and a share of a CPU takes
 * its share longer. Beside it: nothing, and the clients that every handler of AWS needs, loaded as packages.
 */
const { values } = parseArgs({
  options: {
    handlers: { type: 'string', default: 'generation/generate,validation/validate,validation/sandbox' },
    starts: { type: 'string', default: '15' },
  },
});
const starts = Number(values.starts);
const wanted = values.handlers.split(',');
const unknown = wanted.filter((name) => !HANDLERS.includes(name as HandlerName));
if (unknown.length > 0 || !Number.isInteger(starts) || starts < 3) {
  console.error(`bundles: found --handlers ${values.handlers} --starts ${values.starts}; expected names of handlers and a number from 3`);
  process.exit(2);
}

const CODE = `const from = performance.now(); await import(process.argv[1]); process.stdout.write(String(performance.now() - from));`;

/** Milliseconds that a fresh process takes to load a module: lowest, median and highest of the starts. */
function loadTimes(file: string): [number, number, number] {
  const times = Array.from({ length: starts }, () => {
    const { stdout, status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', CODE, pathToFileURL(file).href], {
      encoding: 'utf8',
      env: { AWS_REGION: 'eu-central-1' },
    });
    if (status !== 0) throw new Error(`${file} can't be loaded: ${stderr}`);
    return Number(stdout);
  }).toSorted((a, b) => a - b);
  return [times[0] ?? 0, times[Math.floor(times.length / 2)] ?? 0, times.at(-1) ?? 0];
}

const line = (name: string, size: string, times: [number, number, number]): void =>
  console.log(`${name.padEnd(44)} ${size.padStart(9)} ${times.map((ms) => `${ms.toFixed(0)} ms`.padStart(8)).join(' ')}`);

const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-bundles-'));
try {
  const config = defaultConfig('bench');
  const assembly = kaizenApp({ config, bundle: true, checked: false, outdir: path.join(folder, 'out') }).synth();
  const { template } = assembly.getStackByName(stackName(config.stage)) as { template: Template };
  const sizes = bundleSizes(template, assembly.directory, stackName(config.stage));
  console.log(`${'module'.padEnd(44)} ${'size'.padStart(9)} ${['lowest', 'median', 'highest'].map((word) => word.padStart(8)).join(' ')}`);
  for (const { handler, kilobytes, file } of sizes.filter((each) => wanted.includes(each.handler)))
    line(handler, `${kilobytes.toFixed(0)} KB`, loadTimes(file));
  const empty = path.join(folder, 'empty.mjs');
  writeFileSync(empty, 'export const handler = async () => undefined;\n');
  line('beside it: an empty handler', '0 KB', loadTimes(empty));
  const resolve = createRequire(import.meta.url).resolve;
  const unbundled = path.join(folder, 'unbundled.cjs');
  const clients = ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', '@aws-sdk/client-lambda'];
  writeFileSync(unbundled, clients.map((name) => `require(${JSON.stringify(resolve(name))});`).join('\n'));
  line('beside it: three AWS clients, not bundled', '–', loadTimes(unbundled));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
