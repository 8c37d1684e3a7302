import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSameFile, openOutput } from '../../../bin/output/output-file.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-out-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

async function write(path: string, text: string) {
  const file = await openOutput('--out', path);
  await new Promise<void>((done) => void file.stream.end(text, done));
  return file;
}

describe('an output file', () => {
  it('appears when it is kept, and leaves nothing beside it', async () => {
    writeFileSync(at('a.csv'), 'old');
    const file = await write(at('a.csv'), 'new');
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('old');
    await file.keep();
    file.discard();
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  it('leaves what was there when it is discarded', async () => {
    writeFileSync(at('a.csv'), 'old');
    (await write(at('a.csv'), 'new')).discard();
    (await write(at('b.csv'), 'new')).discard();
    expect(readdirSync(folder)).toEqual(['a.csv']);
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('old');
  });

  it('goes where a link leads, and straight into what is no regular file', async () => {
    writeFileSync(at('real.csv'), 'old');
    symlinkSync('real.csv', at('link.csv'));
    await (await write(at('link.csv'), 'new')).keep();
    expect(readFileSync(at('real.csv'), 'utf8')).toBe('new');
    const device = await write('/dev/null', 'nothing');
    await device.keep();
    device.discard();
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('is refused where nothing can be written', async () => {
    mkdirSync(at('folder'));
    await expect(openOutput('--out', at('folder'))).rejects.toThrow(`--out: found ${JSON.stringify(at('folder'))} (a directory)`);
    await expect(openOutput('--plot', at('nowhere/a.svg'))).rejects.toThrow('(its directory is not there); expected the path of a file');
    await expect(openOutput('--plot', at('nowhere/a.svg'))).rejects.toMatchObject({ name: 'UsageError' });
  });

  it.skipIf(process.getuid?.() === 0)('is refused in a directory that may not be written to', async () => {
    mkdirSync(at('folder'));
    chmodSync(at('folder'), 0o500);
    await expect(openOutput('--out', at('folder/a.csv'))).rejects.toThrow('may not be written to');
  });
});

describe('the same file', () => {
  it('is told through links and other ways of writing its path', async () => {
    writeFileSync(at('a.csv'), '');
    writeFileSync(at('b.csv'), '');
    symlinkSync(at('a.csv'), at('soft.csv'));
    linkSync(at('a.csv'), at('hard.csv'));
    for (const name of ['a.csv', 'soft.csv', 'hard.csv']) expect(await isSameFile(at('a.csv'), at(name))).toBe(true);
    expect(await isSameFile(at('a.csv'), at('b.csv'))).toBe(false);
    expect(await isSameFile(at('new.csv'), `${folder}/./new.csv`)).toBe(true);
    expect(await isSameFile(at('new.csv'), at('newer.csv'))).toBe(false);
  });
});
