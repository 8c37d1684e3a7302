import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const APP = path.resolve(import.meta.dirname, '../../bin/app.ts');
const folder = mkdtempSync(path.join(os.tmpdir(), 'kaizen-app-'));
afterAll(() => rmSync(folder, { recursive: true }));

function app(...args: string[]) {
  return spawnSync(process.execPath, [APP, ...args], { encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: folder } });
}

describe('bin/app.ts with a bad config', () => {
  it('ends with exit code 2 and one line an issue, without a stack trace', () => {
    const file = path.join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify({ stage: 'dev', retainData: 'no', tenants: { shop: { profile: 'bold', overrides: {} } } }));
    const { status, stderr, stdout } = app('-c', `config=${file}`);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toEqual([
      "The configuration can't be used:",
      '  retainData: found "no"; expected boolean, received string (the field has this type and range)',
      expect.stringMatching(/^  tenants\.shop\.profile: found "bold"; expected /),
    ]);
  });

  it('says the same when the stage is asked for by the CDK CLI', () => {
    const { status, stderr } = spawnSync(process.execPath, [APP], {
      encoding: 'utf8',
      env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: '{"stage":"Not OK"}' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('stage: found "Not OK"; expected 1 to 20 of a-z');
  });
});
