import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const Hello = z.union([z.object({ port: z.int() }), z.object({ error: z.string() })]);

/** How long the store may take to open. Reading back a large log after a kill takes seconds, not minutes. */
const OPEN_TIMEOUT_MS = 30_000;

export interface LocalDynamo {
  endpoint: string;
  stop(): Promise<void>;
}

/** Starts a DynamoDB (dynalite) in a child process, on a free port; on disk in `directory`, in memory when null. */
export async function startDynalite(directory: string | null): Promise<LocalDynamo> {
  const child = fork(fileURLToPath(new URL('./dynalite-process.ts', import.meta.url)), directory === null ? [] : [directory], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--no-warnings'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the store did not open within ${OPEN_TIMEOUT_MS} ms`)), OPEN_TIMEOUT_MS);
    child.once('exit', (code) => reject(new Error(`the store ended at its start with code ${code}`)));
    child.once('message', (message) => {
      clearTimeout(timer);
      const hello = Hello.parse(message);
      if ('error' in hello) reject(new Error(hello.error));
      else resolve(hello.port);
    });
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      if (child.connected) child.send('stop');
      const timer = setTimeout(() => child.kill('SIGKILL'), 1000);
      await exited;
      clearTimeout(timer);
    },
  };
}
