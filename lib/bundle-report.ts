import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { HANDLER_METADATA, type HandlerName } from '../lambdas/shared/contract/names.ts';
import { property, type Template } from './template.ts';

export interface BundleSize {
  handler: HandlerName;
  /** Minified JavaScript, without the source map. */
  kilobytes: number;
  /** The bundle itself. */
  file: string;
  overLimit: boolean;
}

const BYTES_PER_KB = 1024;
/** What cold starts are paid by: loading a bundle takes time with its size. */
export const BUNDLE_LIMIT_KB = 500;
const OWN_LIMITS_KB: Partial<Record<HandlerName, number>> = {
  // Carries a compiler.
  'validation/validate': Infinity,
  // Carries the S3 client, 150 KB. It runs when a cycle or a rollout is over, and nobody waits for it.
  'reporting/report': 650,
};

const limitOf = (handler: HandlerName): number => OWN_LIMITS_KB[handler] ?? BUNDLE_LIMIT_KB;

/** Sizes of the bundles of a synthesised stack, largest first. `directory` is the cloud assembly. */
export function bundleSizes(template: Template, directory: string, stack: string): BundleSize[] {
  const manifest = JSON.parse(readFileSync(path.join(directory, `${stack}.assets.json`), 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  return Object.entries(template.Resources)
    .flatMap(([id, resource]) => {
      if (resource.Type !== 'AWS::Lambda::Function') return [];
      const handler = resource.Metadata?.[HANDLER_METADATA] as HandlerName;
      const key = property<{ S3Key: string }>(id, resource, 'Code').S3Key;
      const asset = manifest.files[key.replace(/\.zip$/, '')];
      if (asset === undefined) throw new Error(`${handler}: no asset ${key} in the manifest of ${stack}`);
      const file = path.join(directory, asset.source.path, 'index.mjs');
      const kilobytes = statSync(file).size / BYTES_PER_KB;
      return [{ handler, kilobytes, file, overLimit: kilobytes > limitOf(handler) }];
    })
    .toSorted((a, b) => b.kilobytes - a.kilobytes);
}

/** One line a bundle. */
export function bundleReport(sizes: readonly BundleSize[]): string {
  return sizes
    .map(
      ({ handler, kilobytes, overLimit }) =>
        `${handler.padEnd(24)}${kilobytes.toFixed(0).padStart(7)} KB${overLimit ? `  over ${limitOf(handler)} KB` : ''}`,
    )
    .join('\n');
}
