import { parseArgs } from 'node:util';
import { startModelServer } from './model-server.ts';
import { readScript } from './script.ts';

/**
 * Process of the scripted model server, to be forked with IPC (start-model-server.ts): `--answers <folder>`. Sends one message, its address, and
 * ends when its parent is gone.
 */
const { values } = parseArgs({ options: { answers: { type: 'string' } } });
if (!values.answers) throw new TypeError('--answers: expected a folder with a script, found nothing');
if (!process.send) throw new Error('model-server-process: expected to be forked with an IPC channel');

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; an improvement that is being written still needs its answer until the parent has stopped.
process.on('SIGINT', () => undefined);

const { url } = await startModelServer({ rules: readScript(values.answers) });
process.send(url);
