import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Limits } from '../../../../../lambdas/shared/adapters/sandbox/confinement.ts';
import type { Ended } from '../../../../../lambdas/shared/adapters/sandbox/sandbox-process.ts';
import { createSandbox } from '../../../../../lambdas/shared/adapters/sandbox/sandbox.ts';

// Code that knows where it runs tries to get out, in each way that has been thought of. It prints what it got; here that is compared with what it may get.

const sandbox = createSandbox({ network: 'closed-here', modules: path.resolve('node_modules') });
const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-outside-'));
const secret = path.join(folder, 'secret.txt');

const tcp = createServer((socket) => {
  reached.push('tcp');
  socket.end('hello');
});
const udp = createSocket('udp4', () => reached.push('udp'));
const reached: string[] = [];
let tcpPort = 0;
let udpPort = 0;
beforeAll(async () => {
  writeFileSync(secret, 'secret');
  tcp.listen(0, '127.0.0.1');
  udp.bind(0, '127.0.0.1');
  await Promise.all([once(tcp, 'listening'), once(udp, 'listening')]);
  tcpPort = (tcp.address() as AddressInfo).port;
  udpPort = udp.address().port;
});
afterAll(() => {
  tcp.close();
  udp.close();
  rmSync(folder, { recursive: true });
});

const LIMITS: Limits = { wallMs: 5000, memoryMb: 128 };

/** Runs `main.mjs` of a package and gives what it printed, and how it ended. */
async function run(main: string, options: { limits?: Partial<Limits>; flags?: string[] } = {}): Promise<Ended> {
  const place = await sandbox.folder([{ path: 'main.mjs', content: main }]);
  try {
    const started = await sandbox.start(place, {
      flags: options.flags ?? [],
      args: [path.join(place.code, 'main.mjs')],
      limits: { ...LIMITS, ...options.limits },
      setup: null,
    });
    if ('none' in started) throw new Error(started.none);
    return await started.ended;
  } finally {
    await place.remove();
  }
}

/** What an attempt came to: the code of the error that stopped it, or `through`. */
async function attempt(imports: string, code: string, flags: string[] = []): Promise<string> {
  const main = `${imports}
try {
  const got = await (async () => { ${code} })();
  console.log('through ' + got);
} catch (error) {
  console.log(String(error.code ?? error.cause?.code ?? error.name));
}
process.exit(0);`;
  const { output, killed } = await run(main, { flags });
  return killed === null ? output.trim() : `killed: ${killed}`;
}

const DENIED = 'ERR_ACCESS_DENIED';

describe('files', () => {
  test.each([
    ['the passwords of the machine', "return readFileSync('/etc/passwd', 'utf8')"],
    ['a file of the user', 'return readFileSync(SECRET, "utf8")'],
    ['the environment of whoever started it', "return readFileSync('/proc/' + process.ppid + '/environ', 'utf8')"],
    ['its own memory', "return openSync('/proc/self/mem', 'r')"],
    ['the root of the disk', "return readdirSync('/')"],
    ['a way upwards', "return readFileSync('../../../../../../etc/passwd', 'utf8')"],
    [
      'a link to a file outside',
      "symlinkSync('/etc/passwd', process.env.TMPDIR + '/link'); return readFileSync(process.env.TMPDIR + '/link', 'utf8')",
    ],
    [
      'a relative link to a file outside',
      "symlinkSync('../../../../../../../../etc/passwd', process.env.TMPDIR + '/link'); return readFileSync(process.env.TMPDIR + '/link', 'utf8')",
    ],
    [
      'a hard link to a file outside',
      "linkSync('/etc/passwd', process.env.TMPDIR + '/link'); return readFileSync(process.env.TMPDIR + '/link', 'utf8')",
    ],
    ['writing beside the package', "writeFileSync('../planted.txt', 'x'); return 'written'"],
    ['writing a file of the user', "writeFileSync(SECRET, 'changed'); return 'written'"],
    ['changing its own code', "writeFileSync(new URL(import.meta.url), 'x'); return 'written'"],
    ['changing what guards it', "writeFileSync('../inside/guard.mjs', 'x'); return 'written'"],
    ['writing into the modules', "writeFileSync('../node_modules/planted.js', 'x'); return 'written'"],
    ['writing memory that others share', "writeFileSync('/dev/shm/planted', 'x'); return 'written'"],
    [
      'a database elsewhere',
      "const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync('/tmp/planted.db').exec('create table a(b)'); return 'written'",
    ],
  ])('%s', async (_name, code) => {
    const imports = `import { linkSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';\nconst SECRET = ${JSON.stringify(secret)};`;
    expect(await attempt(imports, code)).toBe(DENIED);
    expect(readFileSync(secret, 'utf8')).toBe('secret');
  });

  test('its own folder for temporary files can be written', async () => {
    const code = "writeFileSync(process.env.TMPDIR + '/a', 'x'); return readFileSync(process.env.TMPDIR + '/a', 'utf8')";
    expect(await attempt("import { readFileSync, writeFileSync } from 'node:fs';", code)).toBe('through x');
  });
});

describe('network', () => {
  const closed =
    /^(?:ERR_ACCESS_DENIED|ECONNREFUSED|ENETUNREACH|EAI_AGAIN|ENOTFOUND|ECONNRESET|ETIMEOUT|ECANCELLED|EREFUSED|TimeoutError|AggregateError)$/;
  test.each([
    ['a server of this machine', "const socket = connect(PORT, '127.0.0.1'); await once(socket, 'connect'); return 'connected'"],
    ['the same by fetch', "return (await fetch('http://127.0.0.1:' + PORT, { signal: AbortSignal.timeout(2000) })).status"],
    ['the same by its other name', "const socket = connect(PORT, 'localhost'); await once(socket, 'connect'); return 'connected'"],
    ['the world', "const socket = connect(53, '1.1.1.1'); await once(socket, 'connect'); return 'connected'"],
    ['the world by IPv6', "const socket = connect(53, '2606:4700:4700::1111'); await once(socket, 'connect'); return 'connected'"],
    [
      "the cloud's metadata",
      "return (await fetch('http://169.254.169.254/latest/meta-data/', { signal: AbortSignal.timeout(2000) })).status",
    ],
    ['a name', "return (await dns.promises.lookup('secret.kaizen-probe.example')).address"],
    [
      'a name server',
      "const resolver = new dns.promises.Resolver({ timeout: 500, tries: 1 }); resolver.setServers(['127.0.0.1:' + UDP]); return await resolver.resolve4('secret.example')",
    ],
  ])('%s', async (_name, code) => {
    const imports = `import { once } from 'node:events';\nimport dns from 'node:dns';\nimport { connect } from 'node:net';\nconst PORT = ${tcpPort}, UDP = ${udpPort};`;
    expect(await attempt(imports, code)).toMatch(closed);
    expect(reached).toEqual([]);
  });

  test('a datagram that asks for no answer does not arrive', async () => {
    const code = `const socket = createSocket('udp4'); await new Promise((resolve) => socket.send('x', ${udpPort}, '127.0.0.1', resolve)); return 'sent'`;
    await attempt("import { createSocket } from 'node:dgram';", code);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(reached).toEqual([]);
  });

  test('nobody outside reaches a server inside', async () => {
    const place = await sandbox.folder([
      {
        path: 'main.mjs',
        content:
          "import http from 'node:http';\nhttp.createServer((q, r) => r.end('x')).listen(0, '0.0.0.0', function () { console.log('port ' + this.address().port); });",
      },
    ]);
    try {
      const started = await sandbox.start(place, {
        flags: [],
        args: [path.join(place.code, 'main.mjs')],
        limits: { ...LIMITS, wallMs: 1500 },
        setup: null,
      });
      if ('none' in started) throw new Error(started.none);
      const { output } = await started.ended;
      const port = Number(/port (\d+)/.exec(output)?.[1]);
      if (port > 0) await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    } finally {
      await place.remove();
    }
  });

  test('the socket of a program of this machine', async () => {
    const at = path.join(folder, 'service.sock');
    const server = createServer((socket) => {
      reached.push('unix');
      socket.end();
    }).listen(at);
    await once(server, 'listening');
    const code = `const socket = connect(${JSON.stringify(at)}); await once(socket, 'connect'); return 'connected'`;
    const got = await attempt("import { once } from 'node:events';\nimport { connect } from 'node:net';", code);
    server.close();
    expect({ got, reached }).toEqual({ got: expect.not.stringContaining('through') as unknown, reached: [] });
  });
});

describe('processes', () => {
  test.each([
    ['a child', "import { execFileSync } from 'node:child_process';", "return execFileSync('/bin/true')"],
    [
      'a detached child',
      "import { spawn } from 'node:child_process';",
      "return spawn('/bin/sleep', ['60'], { detached: true, stdio: 'ignore' }).pid",
    ],
    ['a fork', "import { fork } from 'node:child_process';", 'return fork(new URL(import.meta.url)).pid'],
    ['a cluster', "import cluster from 'node:cluster';", 'return cluster.fork().process.pid'],
    ['a worker', "import { Worker } from 'node:worker_threads';", "return new Worker('1', { eval: true }).threadId"],
    ['WASI', "import { WASI } from 'node:wasi';", "return new WASI({ version: 'preview1' })"],
    ['bindings', '', "return process.binding('fs')"],
    ['an addon', '', "return process.dlopen({ exports: {} }, '/tmp/x.node')"],
    ['a signal to whoever started it', '', 'return process.kill(process.ppid, 0)'],
    ['a signal by the inner name', '', 'return process._kill(1, 9)'],
    ['a debugger for another', '', 'return process._debugProcess(1)'],
    ['an inspector of itself', "import inspector from 'node:inspector';", 'new inspector.Session().connect(); return 1'],
    ['an open inspector', "import inspector from 'node:inspector';", "return inspector.open(0, '127.0.0.1')"],
    ['the inspector by another way', '', "new (process.getBuiltinModule('node:inspector/promises').Session)().connect(); return 1"],
    ['a picture of the heap', "import v8 from 'node:v8';", 'return v8.getHeapSnapshot()'],
    ['another user', '', 'return process.setuid(65534)'],
    [
      'the channel',
      '',
      "const { takeChannel } = await import(new URL('../inside/channel.mjs', import.meta.url)); takeChannel(); takeChannel(); return 1",
    ],
  ])('%s', async (_name, imports, code) => {
    const flags = ['--allow-inspector'];
    expect(await attempt(imports, code, flags)).toMatch(/^(?:ERR_ACCESS_DENIED|ERR_WASI_NOT_ENABLED|Error)$/);
  });

  test('no process of the machine is in sight', async () => {
    const { output } = await run('console.log(process.pid, process.ppid);');
    const way = await sandbox.confinement();
    if ('none' in way) throw new Error(way.none);
    if (way.name === 'namespaces') expect(output.trim()).toBe('1 0');
  });

  test('nothing is left behind', async () => {
    const marker = `kaizen-left-${process.pid}`;
    await run(`setInterval(() => {}, 1000); process.title = ${JSON.stringify(marker)};`, { limits: { wallMs: 800 } });
    const alive = readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .some((pid) => {
        const file = `/proc/${pid}/cmdline`;
        try {
          return existsSync(file) && readFileSync(file, 'utf8').includes(marker);
        } catch {
          return false;
        }
      });
    expect(alive).toBe(false);
  });

  test('the environment of whoever started it', async () => {
    process.env['KAIZEN_TEST_SECRET'] = 'secret';
    try {
      const { output } = await run('console.log(Object.keys(process.env).sort().join());');
      expect(output.trim().split(',')).toEqual(expect.not.arrayContaining(['KAIZEN_TEST_SECRET', 'PATH']));
      expect(
        output
          .trim()
          .split(',')
          .filter((name) => !['HOME', 'TMPDIR', 'TZ', 'NODE_ENV', 'PWD', '_', 'OLDPWD', 'SHLVL'].includes(name)),
      ).toEqual([]);
    } finally {
      delete process.env['KAIZEN_TEST_SECRET'];
    }
  });
});

describe('limits', () => {
  test('an endless loop', async () => {
    expect(await run('for (;;);', { limits: { wallMs: 800 } })).toMatchObject({ killed: 'time' });
  });

  test('memory of buffers', async () => {
    const bomb = 'const held = [];\nfor (let i = 0; i < 64; i += 1) held.push(Buffer.alloc(32 * 1024 * 1024, 1));\nconsole.log("through");';
    expect((await run(bomb)).output).not.toContain('through');
  });

  test('memory of the heap', async () => {
    const bomb = 'const held = [];\nfor (let i = 0; i < 6e7; i += 1) held.push({ i });\nconsole.log("through");';
    const { output, code } = await run(bomb, { limits: { wallMs: 20_000 } });
    expect(output).not.toContain('through');
    expect(code).not.toBe(0);
  });

  test('shared memory and that of WebAssembly', async () => {
    const bomb = `const held = [];
for (let i = 0; i < 32; i += 1) held.push(new Uint8Array(new SharedArrayBuffer(32 * 1024 * 1024)).fill(1));
const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
memory.grow(32_000); new Uint8Array(memory.buffer).fill(1);
console.log("through");`;
    expect((await run(bomb)).output).not.toContain('through');
  });

  test('a flood of output', async () => {
    const flood = "const line = 'x'.repeat(65536);\nfor (;;) process.stdout.write(line);";
    const { code, output } = await run(flood);
    expect(code).not.toBe(0);
    expect(output.length).toBeLessThan(20_000);
    const sync = "import { writeSync } from 'node:fs';\nconst line = 'x'.repeat(65536);\nfor (;;) writeSync(1, line);";
    expect(await run(sync)).toMatchObject({ killed: 'output' });
  });

  test('a full disk, by one file and by many', async () => {
    const one =
      "import { openSync, writeSync } from 'node:fs';\nconst file = openSync(process.env.TMPDIR + '/a', 'w');\nconst block = Buffer.alloc(1 << 20, 1);\nfor (let i = 0; i < 4096; i += 1) writeSync(file, block);\nconsole.log('through');";
    expect((await run(one)).output).not.toContain('through');
    const many =
      "import { writeFileSync } from 'node:fs';\nconst block = Buffer.alloc(1 << 20, 1);\nfor (let i = 0; ; i = (i + 1) % 2000) writeFileSync(process.env.TMPDIR + '/' + i, block);";
    expect(await run(many)).toMatchObject({ killed: 'disk' });
  });
});

describe('a machine that cannot close the network', () => {
  test('is refused, with what was tried', async () => {
    const open = createSandbox({
      network: 'closed-here',
      modules: null,
      ways: async () => [{ name: 'nothing at all', node: process.execPath, before: [], jailed: false }],
    });
    const place = await open.folder([]);
    const refusal = await open.start(place, { flags: [], args: [], limits: LIMITS, setup: null });
    await place.remove();
    expect(refusal).toEqual({ none: expect.stringContaining('nothing at all: the network is open') as unknown });
    const without = createSandbox({ network: 'closed-here', modules: null, ways: async () => [] });
    expect(await without.confinement()).toEqual({ none: expect.stringContaining('neither unshare nor a Node') as unknown });
  });

  test('a machine without one for anybody is believed only when that is said', async () => {
    const outside = createSandbox({ network: 'closed-outside', modules: null });
    expect(await outside.confinement()).toMatchObject({ name: 'no network outside' });
  });
});

test('whatever starts it, all of it ends with that', async () => {
  const script = `import { createSandbox } from ${JSON.stringify(path.resolve('lambdas/shared/adapters/sandbox/sandbox.ts'))};
const sandbox = createSandbox({ network: 'closed-here', modules: null });
const place = await sandbox.folder([{ path: 'main.mjs', content: 'process.title = "kaizen-orphan-${process.pid}"; console.log("up"); for (;;);' }]);
await sandbox.start(place, { flags: [], args: [place.code + '/main.mjs'], limits: { wallMs: 60000, memoryMb: 64 }, setup: null });
setTimeout(() => process.kill(process.pid, 'SIGKILL'), 700);`;
  try {
    execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], { stdio: 'ignore' });
  } catch {
    // Killed by itself.
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  const titles = readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
  expect(titles.some((title) => title.includes(`kaizen-orphan-${process.pid}`))).toBe(false);
});
