import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A scripted model server in a process of its own. */
export interface ModelServerProcess {
  url: string;
  /** Ends the process; calling it again does nothing. */
  stop(): Promise<void>;
}

/** Starts the server over a folder of answers. Throws when the process ends before it told its address: the script can't be used. */
export async function startModelServerProcess(answers: string): Promise<ModelServerProcess> {
  const child = fork(fileURLToPath(new URL('./model-server-process.ts', import.meta.url)), ['--answers', answers], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    ended.then(([code, signal]) => {
      throw new Error(`the scripted model server ended before it was ready (${signal ?? `exit code ${code}`})`);
    }),
  ]);
  return {
    url,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
