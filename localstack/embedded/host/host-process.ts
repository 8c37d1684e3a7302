import { createHost } from './create-host.ts';
import { HostOptions } from './host-options.ts';
import { parseInput } from './parse-input.ts';
import { plainError } from './remote-error.ts';
import { serveRpc } from './rpc.ts';

/**
 * The host's process: `node host-process.ts '<HostOptions as JSON>'`, forked by the control process, which it tells
 * `{ hello: true }` or `{ failed }`. It ends, with every environment, when the parent goes away.
 */
const channel = {
  // The parent may be gone already; 'disconnect' ends this process.
  send: (message: unknown): void => void process.send?.(message, undefined, {}, () => undefined),
  onMessage: (listener: (message: unknown) => void): void => void process.on('message', listener),
};

let close = (): void => undefined;
function leave(): void {
  close();
  process.exit(0);
}
process.on('disconnect', leave);
// A Ctrl-C reaches the whole process group; the parent decides when the host ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', leave);

try {
  const host = await createHost(parseInput(HostOptions, JSON.parse(process.argv[2] ?? 'null')));
  close = host.close;
  if (!process.connected) leave();
  serveRpc(channel, host.api);
  channel.send({ hello: true });
} catch (thrown) {
  process.send?.({ failed: plainError(thrown) }, undefined, {}, () => process.exit(1));
}
