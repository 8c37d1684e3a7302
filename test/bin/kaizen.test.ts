import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const KAIZEN = fileURLToPath(new URL('../../bin/kaizen.ts', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaizen-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function kaizen(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [KAIZEN, ...args], { encoding: 'utf8', cwd: folder });
  return { status, stdout, stderr };
}

describe('the help', () => {
  it.each([
    [['--help']],
    [['run', '--help']],
    [['audit', 'verify', '--help']],
    [['detect', '--help']],
    [['forecast', '--help']],
    [['judge', '--help']],
    [['forecast-rollout', '--help']],
    [['mine', '--help']],
    [['explain', '--help']],
  ])('of %j lists the exit codes', (args) => {
    const { status, stdout } = kaizen(...args);
    expect(status).toBe(0);
    for (const line of [
      '0    done',
      '1    failed',
      '2    invalid',
      '3    the state directory',
      '4    the audit chain',
      '130  interrupted',
    ]) {
      expect(stdout).toContain(line);
    }
  });
});

describe('an argument that is wrong', () => {
  it.each([
    [['run', '--seed', '-1'], '--seed: found "-1"; expected a whole number from 0 to 4294967295'],
    [['run', '--seed', '1e3'], '--seed: found "1e3"; expected a whole number from 0 to 4294967295'],
    [['run', '--minutes', '0'], '--minutes: found "0"; expected a whole number from 2 to 1440'],
    [['run', '--minute-seconds', 'fast'], '--minute-seconds: found "fast"; expected a number from 0.2 to 60'],
    [['run', '--observe', '30', '--minutes', '20'], '--observe: found "30"; expected fewer minutes than --minutes'],
    [['run', '--state-dir', ' '], '--state-dir: found " "; expected the path of a directory'],
    [['stop', '--reason', ''], '--reason: found ""; expected a reason of 1 to 500 characters'],
    [['report', '--cycle', ''], '--cycle: found ""; expected the id of a cycle'],
    [['stop'], "required option '--reason <text>' not specified"],
    [['run', '--fast'], "unknown option '--fast'"],
    [['run', 'now'], 'too many arguments'],
    [['walk'], "unknown command 'walk'"],
    [['audit'], 'verify'],
    [['detect'], "missing required argument 'file'"],
    [['detect', 'a.csv', '--threshold', '0'], '--threshold: found "0"; expected a number from 0.001 to 1000000'],
    [['detect', 'a.csv', '--plot', 'a.png'], '--plot: found "a.png"; expected the path of a file that ends in .svg'],
    [['detect', 'a.csv', '--json', '--out', '-'], '--out: found "-" with --json; expected a file'],
    [['detect', 'nowhere.csv'], 'nowhere.csv: no such file; expected the path of a CSV file'],
    [['detect', '.'], '.: found a directory; expected a CSV file'],
    [['forecast', 'a.csv', '--limit', 'much'], '--limit: found "much"; expected a number such as'],
    [['forecast', 'a.csv', '--limit-from', 'below'], '--limit-from: found "below" without --limit'],
    [['forecast', 'a.csv', '--limit', '5', '--limit-from', 'up'], '--limit-from: found "up"; expected below or above'],
    [['forecast', 'a.csv', '--hours', '0'], '--hours: found "0"; expected a whole number from 1 to 336'],
    [['forecast', 'nowhere.csv'], 'nowhere.csv: no such file'],
    [['judge'], "missing required argument 'file'"],
    [['judge', 'nowhere.json'], 'nowhere.json: no such file; expected the path of a JSON file, or - for standard input'],
    [['judge', '.'], '.: found a directory; expected a JSON file'],
    [['judge', 'a.json', '--plot', 'a.png'], '--plot: found "a.png"; expected the path of a file that ends in .svg'],
    [['judge', 'a.json', '--horizon', '60'], "unknown option '--horizon'"],
    [['mine'], "missing required argument 'logfile'"],
    [['mine', 'a.log', '--top', 'ten'], '--top: found "ten"; expected a whole number from 0 to 1000000'],
    [['mine', 'a.log', '--json', '--out', '-'], '--out: found "-" with --json; expected a file'],
    [['mine', '-', '-'], 'logfile: found - more than once; expected standard input once'],
    [['mine', 'nowhere.log'], 'nowhere.log: no such file; expected the path of a log file, or - for standard input'],
    [['mine', '.'], '.: found a directory; expected a log file'],
    [['explain'], "missing required argument 'logfile'"],
    [['explain', 'a.log', '--top', 'ten'], '--top: found "ten"; expected a whole number from 1 to 1000'],
    [['explain', 'nowhere.log'], 'nowhere.log: no such file; expected the path of a log file, or - for standard input'],
    [[], 'Usage: kaizen'],
  ])('%j ends with 2 and says what was expected', (args, message) => {
    const { status, stdout, stderr } = kaizen(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('names each of several', () => {
    const { stderr } = kaizen('run', '--seed', 'x', '--minutes', 'y');
    expect(stderr.trimEnd().split('\n')).toEqual([
      'kaizen: --seed: found "x"; expected a whole number from 0 to 4294967295',
      'kaizen: --minutes: found "y"; expected a whole number from 2 to 1440',
    ]);
  });
});

const withConfig = (text: string) => {
  const path = join(folder, 'stage.json');
  writeFileSync(path, text);
  return kaizen('run', '--config', path);
};

describe('a config that is wrong', () => {
  it('ends with 2 and names the field, the value and what was expected', () => {
    const { status, stdout, stderr } = withConfig(JSON.stringify({ stage: 'dev', logRetentionDays: 6 }));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('logRetentionDays: found 6; expected');
  });

  it.each([
    ['is no JSON', () => withConfig('{')],
    ['is not there', () => kaizen('run', '--config', join(folder, 'nowhere.json'))],
  ])('ends with 2 when it %s', (_, run) => {
    const { status, stderr } = run();
    expect(status).toBe(2);
    expect(stderr).toMatch(/^kaizen: config: found .*; expected a/);
  });
});

describe('a CSV file', () => {
  const csv = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return name;
  };

  it('is read with no AWS account and no state directory, and scored row by row', () => {
    const { status, stdout, stderr } = kaizen(
      'detect',
      csv('a.csv', 'timestamp;value\r\n2026-11-20 10:00:00;"1,5"\r\n2026-11-20 10:01:00;\r\n'),
    );
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'timestamp,value,anomaly_score,expected,low,high,anomaly',
      '2026-11-20 10:00:00,"1,5",0,,,,0',
      '2026-11-20 10:01:00,,0,,,,0',
      '',
    ]);
    expect(stderr).toContain('2, 1 of them without a value');
    expect(kaizen('forecast', 'a.csv')).toMatchObject({ status: 0, stderr: '' });
  });

  it('is refused as output of its own', () => {
    const { status, stderr } = kaizen('detect', csv('a.csv', 'timestamp,value\n'), '--out', './a.csv');
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'kaizen: --out: found "./a.csv", the file that is read; expected another\n' });
  });

  it('that is wrong ends with 2 and line and column', () => {
    for (const command of ['detect', 'forecast']) {
      const { status, stdout, stderr } = kaizen(command, csv('bad.csv', 'timestamp,value\n2026-11-20,5\n2026-11-21,five\n'));
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^kaizen: bad.csv: line 3, column value: found "five"; expected a number/);
    }
  });

  it('may go to a reader that has seen enough', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `${1_700_000_000 + index * 60},5`);
    csv('long.csv', ['timestamp,value', ...rows].join('\n'));
    const shell = `"${process.execPath}" "${KAIZEN}" detect long.csv --plot long.svg | head -n 1; ls -A | grep -c tmp`;
    const { stdout } = spawnSync('bash', ['-o', 'pipefail', '-c', shell], { encoding: 'utf8', cwd: folder });
    expect(stdout).toBe('timestamp,value,anomaly_score,expected,low,high,anomaly\n0\n');
  });
});

describe('a log', () => {
  const log = (name: string, text: string | Buffer) => {
    writeFileSync(join(folder, name), text);
    return name;
  };
  const shell = (line: string) =>
    spawnSync('bash', ['-o', 'pipefail', '-c', line.replaceAll('kaizen', `"${process.execPath}" "${KAIZEN}"`)], {
      encoding: 'utf8',
      cwd: folder,
    });

  it('is mined with no AWS account and no state directory, line by line', () => {
    const { status, stdout, stderr } = kaizen('mine', log('a.log', 'user 1 came\r\nuser 2 came\r\n\r\n'), '--out', 'csv');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^LineId,TemplateId,Template\n1,(\w+),user <\*> came\n2,\1,user <\*> came\n3,(?!\1)\w+,\n$/);
    expect(stderr).toContain('templates    2');
    expect(kaizen('mine', 'a.log')).toMatchObject({ status: 0, stderr: '' });
  });

  it('is explained with no AWS account and no state directory, a single message from a pipe as well', () => {
    const { status, stdout, stderr } = kaizen('explain', log('a.log', 'fine\nError: connect ECONNREFUSED 10.0.0.1:5432\n'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('failures     1 record of 1 kind');
    const piped = shell('echo "User: a is not authorized to perform: sqs:SendMessage on resource: b" | kaizen explain - --json');
    expect(JSON.parse(piped.stdout)).toMatchObject({ explained: [{ causes: [{ patternId: 'access-denied' }] }] });
    expect(kaizen('explain', log('b.log', 'all is well\n'))).toMatchObject({ status: 0, stderr: '' });
  });

  it('comes from a pipe as well, or a named one', () => {
    log('a.log', 'user 1 came\nuser 2 came\n');
    const { stdout } = kaizen('mine', 'a.log', '--json');
    const { files: _, ...mined } = JSON.parse(stdout);
    const lines = [
      'cat a.log | kaizen mine - --json',
      'kaizen mine - --json < a.log',
      'mkfifo pipe; cat a.log > pipe & kaizen mine pipe --json; rm pipe',
    ];
    for (const line of lines) {
      const { files, ...same } = JSON.parse(shell(line).stdout);
      expect(files).toMatchObject([{ lines: 2, bytes: 24 }]);
      expect(same).toEqual(mined);
    }
  });

  it('may go to a reader that has seen enough', () => {
    log('long.log', Array.from({ length: 50_000 }, (_, index) => `user ${index} came\n`).join(''));
    const { stdout, stderr } = shell('kaizen mine long.log --out csv 2>/dev/null | head -n 1; kaizen mine long.log | head -n 1');
    expect(stdout).toBe('LineId,TemplateId,Template\nfile         long.log\n');
    expect(stderr).toBe('');
  });

  it('is never the output of its own', () => {
    const { status, stderr } = kaizen('mine', log('a.log', 'x\n'), '--out', './a.log');
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'kaizen: --out: found "./a.log", the file that is read; expected another\n' });
  });

  it('may be a pipe that nobody writes to, until it is interrupted', () => {
    // Time to start, and to be interrupted then; a process that hangs is killed.
    const run = 'timeout --preserve-status -s INT -k 20 3 kaizen';
    const { stdout, stderr } = shell(
      `mkfifo silent idle; sleep 60 > idle 2>/dev/null & writer=$!
      for each in "mine silent" "mine idle" "detect silent"; do (${run} $each; echo $?) & runs="$runs $!"; done
      wait $runs; kill $writer`,
    );
    expect(stdout.match(/^130$/gm)).toHaveLength(3);
    expect(stderr.match(/^kaizen: interrupted; no file was written$/gm)).toHaveLength(3);
  });

  it('that is interrupted is told as far as it was read', async () => {
    const child = spawn(process.execPath, [KAIZEN, 'mine', '-'], { cwd: folder });
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk) => void (output.out += chunk));
    child.stderr.on('data', (chunk) => void (output.err += chunk));
    // More than what is read before the first line is looked at.
    child.stdin.write('user 1 came\n'.repeat(100_000), () => child.kill('SIGINT'));
    const [status] = await once(child, 'close');
    expect(status).toBe(130);
    expect(output.out).toContain('It was interrupted: this is what was read until then.');
    expect(output.err).toBe('kaizen: interrupted; no file was written\n');
  });
});

describe('a state directory that is none', () => {
  it('ends with 3, says what to do, and is left as it was', () => {
    const path = join(folder, 'other');
    spawnSync('mkdir', [path]);
    writeFileSync(join(path, 'notes.txt'), 'mine');
    for (const command of [['status'], ['report'], ['audit', 'verify']]) {
      const { status, stderr } = kaizen(...command, '--state-dir', path);
      expect(status).toBe(3);
      expect(stderr).toContain('--state-dir');
    }
  });
});
