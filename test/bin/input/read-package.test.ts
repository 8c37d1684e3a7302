import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPackage } from '../../../bin/input/read-package.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-package-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}

it('reads every text by its path, in order, and says what it left out', async () => {
  write('src/handler.ts', 'export {};\n');
  write('package.json', '{}');
  write('a b/ü.js', '// é\n');
  write('node_modules/x/index.js', 'x');
  write('lib/node_modules/y.js', 'y');
  write('.git/HEAD', 'ref');
  write('logo.png', new Uint8Array([0x89, 0x50, 0, 1]));
  write('latin.txt', new Uint8Array([0xe9, 0x20]));
  write('large.js', 'x'.repeat(1_048_577));
  expect(await readPackage(folder)).toEqual({
    files: [
      { path: 'a b/ü.js', content: '// é\n' },
      { path: 'package.json', content: '{}' },
      { path: 'src/handler.ts', content: 'export {};\n' },
    ],
    skipped: [
      { path: '.git', reason: 'the history of the repository' },
      { path: 'large.js', reason: 'it has 1,048,577 bytes, more than 1,048,576' },
      { path: 'latin.txt', reason: 'it is no text' },
      { path: 'lib/node_modules', reason: 'packages of others' },
      { path: 'logo.png', reason: 'it is no text' },
      { path: 'node_modules', reason: 'packages of others' },
    ],
  });
});

it('keeps a byte order mark, which an edit would otherwise lose', async () => {
  write('bom.js', '\uFEFFlet a;\n');
  expect((await readPackage(folder)).files[0]?.content).toBe('\uFEFFlet a;\n');
});

it('follows no link: one that leads out gives nothing away, one that leads in would be read twice', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'kaizen-outside-'));
  try {
    writeFileSync(join(outside, 'secret.js'), 'secret');
    write('own/a.js', 'a');
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync(join(outside, 'secret.js'), join(folder, 'out.js'));
    symlinkSync(join(folder, 'own'), join(folder, 'again'));
    symlinkSync(folder, join(folder, 'own/circle'));
    symlinkSync(join(folder, 'nothing'), join(folder, 'dangling'));
    const { files, skipped } = await readPackage(folder);
    expect(files.map(({ path }) => path)).toEqual(['own/a.js']);
    expect(skipped).toEqual([
      { path: 'again', reason: 'a link to what is in the directory anyway' },
      { path: 'dangling', reason: 'a link that leads nowhere' },
      { path: 'out', reason: 'a link that leads out of the directory' },
      { path: 'out.js', reason: 'a link that leads out of the directory' },
      { path: 'own/circle', reason: 'a link to what is in the directory anyway' },
    ]);
  } finally {
    rmSync(outside, { recursive: true });
  }
});

it('takes a link as the folder itself', async () => {
  write('own/a.js', 'a');
  symlinkSync(join(folder, 'own'), join(folder, 'link'));
  expect((await readPackage(join(folder, 'link'))).files).toEqual([{ path: 'a.js', content: 'a' }]);
});

it.skipIf(process.getuid?.() === 0)('says which file and folder may not be read', async () => {
  write('closed/a.js', 'a');
  write('closed.js', 'a');
  chmodSync(join(folder, 'closed'), 0);
  chmodSync(join(folder, 'closed.js'), 0);
  try {
    expect((await readPackage(folder)).skipped).toEqual([
      { path: 'closed', reason: 'it may not be read' },
      { path: 'closed.js', reason: 'it may not be read' },
    ]);
  } finally {
    chmodSync(join(folder, 'closed'), 0o700);
  }
});

it('refuses what is no directory, and names it', async () => {
  write('a.js', 'a');
  await expect(readPackage(join(folder, 'none'))).rejects.toThrow(/none: no such directory; expected the directory of a function$/);
  await expect(readPackage(join(folder, 'a.js', 'x'))).rejects.toThrow('no such directory');
  await expect(readPackage(join(folder, 'a.js'))).rejects.toThrow(/a\.js: found a file; expected the directory of a function$/);
});
