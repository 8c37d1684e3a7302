import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  existingState,
  openStateDirectory,
  runningServer,
  STATE_FORMAT,
  StateDirectoryError,
  type Stage,
} from '../../localstack/embedded/state-directory.ts';

const stage: Stage = {
  KAIZEN_BASELINES_TABLE: 'kaizen-baselines',
  KAIZEN_OPPORTUNITIES_TABLE: 'kaizen-opportunities',
  KAIZEN_AUDIT_TABLE: 'kaizen-audit',
  KAIZEN_CONTROL_TABLE: 'kaizen-control',
  tenants: ['default'],
};
const nothing = async (): Promise<void> => undefined;
const unexpected = async (): Promise<void> => expect.fail('a directory that is there is not filled again');

let parent: string;
let root: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'state-'));
  root = join(parent, 'state');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const manifestPath = () => join(root, 'state.json');
const manifest = (): Record<string, unknown> => JSON.parse(readFileSync(manifestPath(), 'utf8')) as Record<string, unknown>;
const rewrite = (change: Record<string, unknown>) => writeFileSync(manifestPath(), JSON.stringify({ ...manifest(), ...change }));

/** Every entry below the parent, with a file's content and the time of its last write. */
function everything(): Record<string, string> {
  const paths = readdirSync(parent, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    paths.map((path) => {
      const stat = statSync(join(parent, path));
      return [path, stat.isDirectory() ? 'directory' : `${stat.mtimeMs} ${readFileSync(join(parent, path), 'utf8')}`];
    }),
  );
}

/** Opening fails for this reason, with a way out, and changes nothing. */
async function expectRefused(reason: RegExp): Promise<void> {
  const before = everything();
  const opened = openStateDirectory(root, { ...stage, tenants: ['other'] }, unexpected);
  await expect(opened).rejects.toThrow(StateDirectoryError);
  await expect(opened).rejects.toThrow(reason);
  await expect(opened).rejects.toThrow(/--state-dir/);
  expect(everything()).toEqual(before);
}

/** Id of a process that has ended. */
function deadPid(): number {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return pid;
}

describe('openStateDirectory', () => {
  it('makes a new directory, marked as not ready until it is filled', async () => {
    const state = await openStateDirectory(root, stage, async (fresh) => {
      expect(manifest()).toMatchObject({ kaizen: 'state', format: STATE_FORMAT, ready: false });
      expect(existsSync(fresh.tables) && existsSync(fresh.functions)).toBe(true);
      writeFileSync(join(fresh.tables, 'table'), 'rows');
    });
    expect(manifest()).toEqual({ kaizen: 'state', format: STATE_FORMAT, ready: true, clock: 0, stage });
    expect(state).toMatchObject({ root, clock: 0, stage, tables: join(root, 'tables'), functions: join(root, 'functions') });
    expect(readdirSync(root).toSorted()).toEqual(['functions', 'state.json', 'tables']);
  });

  it('takes an empty directory that is there', async () => {
    mkdirSync(root);
    await openStateDirectory(root, stage, nothing);
    expect(manifest()).toMatchObject({ ready: true });
  });

  it('goes on where it was: data, clock, and the stage of the new run', async () => {
    const first = await openStateDirectory(root, stage, async (fresh) => writeFileSync(join(fresh.tables, 'table'), 'rows'));
    first.saveClock(1_000_000);
    const second = await openStateDirectory(root, { ...stage, tenants: ['default', 'shop'] }, unexpected);
    expect(second.clock).toBe(1_000_000);
    expect(readFileSync(join(second.tables, 'table'), 'utf8')).toBe('rows');
    second.saveClock(2_000_000);
    const third = existingState(root);
    expect(third.clock).toBe(2_000_000);
    expect(third.stage.tenants).toEqual(['default', 'shop']);
  });

  it('keeps no more than the stage of the environment that it is given', async () => {
    await openStateDirectory(root, { ...stage, KAIZEN_STAGE: 'dev' } as Stage, nothing);
    expect(manifest()['stage']).toEqual(stage);
  });

  it('refuses another format', async () => {
    await openStateDirectory(root, stage, nothing);
    rewrite({ format: STATE_FORMAT + 1 });
    await expectRefused(new RegExp(`has state format ${STATE_FORMAT + 1}, this program reads format ${STATE_FORMAT}`));
  });

  it('refuses one whose filling was cut off', async () => {
    const broken = openStateDirectory(root, stage, async () => {
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    await expectRefused(/half written/);
    expect(() => existingState(root)).toThrow(/half written/);
  });

  it('refuses a manifest that is no JSON', async () => {
    await openStateDirectory(root, stage, nothing);
    writeFileSync(manifestPath(), readFileSync(manifestPath(), 'utf8').slice(0, -20));
    await expectRefused(/not readable as JSON/);
  });

  it.each([
    ['of something else', { kaizen: 'recipes' }, /kaizen:/],
    ['with a clock that is none', { clock: -1 }, /clock:/],
    ['without its tables', { stage: { tenants: [] } }, /stage\.KAIZEN_BASELINES_TABLE:/],
  ])('refuses a manifest %s, naming the field', async (_case, change, field) => {
    await openStateDirectory(root, stage, nothing);
    rewrite(change);
    await expectRefused(field);
  });

  it("refuses somebody else's directory", async () => {
    mkdirSync(root);
    writeFileSync(join(root, 'thesis.txt'), 'years of work');
    await expectRefused(/is not empty and holds no state\.json/);
  });

  it('refuses a file', async () => {
    writeFileSync(root, 'years of work');
    await expectRefused(/is a file, not a directory/);
  });

  it('refuses one that a live process uses, until that lets go', async () => {
    const state = await openStateDirectory(root, stage, nothing);
    state.announce('http://127.0.0.1:4567');
    await expectRefused(new RegExp(`in use by process ${process.pid}`));
    state.release();
    await openStateDirectory(root, stage, unexpected);
  });

  it('is not held up by what a killed process announced', async () => {
    await openStateDirectory(root, stage, nothing);
    writeFileSync(join(root, 'server.json'), JSON.stringify({ pid: deadPid(), endpoint: 'http://127.0.0.1:4567' }));
    expect(runningServer(root)).toBeNull();
    const state = await openStateDirectory(root, stage, unexpected);
    state.announce('http://127.0.0.1:4568');
    expect(runningServer(root)).toEqual({ pid: process.pid, endpoint: 'http://127.0.0.1:4568' });
  });
});

describe('runningServer', () => {
  it('is null without an announcement, after its end, and for one that is not ours', async () => {
    expect(runningServer(root)).toBeNull();
    const state = await openStateDirectory(root, stage, nothing);
    expect(runningServer(root)).toBeNull();
    state.announce('http://127.0.0.1:4567');
    expect(runningServer(root)).toEqual({ pid: process.pid, endpoint: 'http://127.0.0.1:4567' });
    state.release();
    state.release();
    expect(runningServer(root)).toBeNull();
    writeFileSync(join(root, 'server.json'), '{"pid":');
    expect(runningServer(root)).toBeNull();
    writeFileSync(join(root, 'server.json'), JSON.stringify({ pid: process.pid, endpoint: 'http://example.com' }));
    expect(runningServer(root)).toBeNull();
  });

  it("says so of a directory that is somebody else's", () => {
    mkdirSync(root);
    writeFileSync(join(root, 'thesis.txt'), 'years of work');
    expect(() => runningServer(root)).toThrow(StateDirectoryError);
  });
});

describe('existingState', () => {
  it('makes nothing where there is nothing', () => {
    expect(() => existingState(root)).toThrow(/holds no state yet\. Run a cycle first \(kaizen run\)/);
    expect(existsSync(root)).toBe(false);
  });
});
