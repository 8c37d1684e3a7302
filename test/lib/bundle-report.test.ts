import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleReport, bundleSizes } from '../../lib/bundle-report.ts';
import type { Template } from '../../lib/template.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kaizen-bundles-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A cloud assembly with one function a handler, its bundle of so many bytes. */
function assembly(bundles: Record<string, number>): Template {
  const files: Record<string, { source: { path: string } }> = {};
  const Resources: Template['Resources'] = {};
  for (const [index, [handler, bytes]] of Object.entries(bundles).entries()) {
    const directory = `asset.${index}`;
    mkdirSync(path.join(folder, directory));
    writeFileSync(path.join(folder, directory, 'index.mjs'), 'x'.repeat(bytes));
    files[`hash${index}`] = { source: { path: directory } };
    Resources[`F${index}`] = {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'kaizen:handler': handler },
      Properties: { Code: { S3Key: `hash${index}.zip` } },
    };
  }
  writeFileSync(path.join(folder, 'Kaizen-dev.assets.json'), JSON.stringify({ files }));
  return { Resources };
}

describe('bundle sizes', () => {
  it('are listed from the largest, and marked above 500 KB, or above a limit of their own', () => {
    const template = assembly({
      'rollout/judge': 500 * 1024,
      'rollout/step': 500 * 1024 + 1,
      'reporting/report': 650 * 1024,
      'validation/validate': 9000 * 1024,
    });
    const sizes = bundleSizes(template, folder, 'Kaizen-dev');
    expect(sizes.map(({ handler, overLimit }) => [handler, overLimit])).toEqual([
      ['validation/validate', false],
      ['reporting/report', false],
      ['rollout/step', true],
      ['rollout/judge', false],
    ]);
    expect(
      bundleReport(sizes)
        .split('\n')
        .map((line) => line.replace(/ +/g, ' ')),
    ).toEqual(['validation/validate 9000 KB', 'reporting/report 650 KB', 'rollout/step 500 KB over 500 KB', 'rollout/judge 500 KB']);
  });

  it('of an asset that is not there are an error', () => {
    const template = assembly({ 'rollout/judge': 1 });
    template.Resources['F0'] = { ...template.Resources['F0'], Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: 'other.zip' } } };
    expect(() => bundleSizes(template, folder, 'Kaizen-dev')).toThrow('rollout/judge: no asset other.zip');
  });
});
