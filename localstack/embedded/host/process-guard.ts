import { spawn } from 'node:child_process';

/** Kills what it guards when this process goes away, however it goes. */
export interface ProcessGuard {
  add(pid: number): void;
  remove(pid: number): void;
  /** Ends the guard; what it still guards is killed. */
  close(): void;
}

/**
 * A tiny shell that holds a list of process ids and kills them with SIGKILL when its input ends. A child that is stuck in a
 * loop can't notice by itself that its parent was killed, and a killed parent can't clean up: this does. POSIX sh only.
 */
const SCRIPT = `
trap '' INT TERM HUP
pids=' '
while read -r op pid; do
  case "$op" in
    add) pids="$pids$pid " ;;
    remove) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
set -- $pids
[ $# -eq 0 ] || kill -9 "$@" 2>/dev/null
`;

export function startProcessGuard(): ProcessGuard {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], env: {} });
  const guarded = new Set<number>();
  // When the shell itself was killed, writing fails; the host still kills its children on every orderly way out.
  shell.stdin.on('error', () => undefined);
  shell.on('error', (error) => {
    throw new Error('the guard of the function processes could not start: /bin/sh is needed', { cause: error });
  });
  return {
    add(pid) {
      guarded.add(pid);
      shell.stdin.write(`add ${pid}\n`);
    },
    remove(pid) {
      if (guarded.delete(pid)) shell.stdin.write(`remove ${pid}\n`);
    },
    close: () => void shell.stdin.end(),
  };
}
