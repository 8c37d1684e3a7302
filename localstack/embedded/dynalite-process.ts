import { existsSync, mkdirSync } from 'node:fs';
import dynalite from 'dynalite';

/**
 * A DynamoDB of its own process: `node dynalite-process.ts [directory]`, in memory without one. Tells its parent
 * `{ port }` or `{ error }`, and ends when the parent asks or goes away.
 */
const directory = process.argv[2];
if (directory !== undefined && !existsSync(directory)) mkdirSync(directory, { recursive: true });

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(directory === undefined ? {} : { path: directory }) });

function end(): void {
  // Keep-alive connections would hold the server open; what was answered is already in the log of LevelDB.
  server.closeAllConnections();
  server.close(() => process.exit(0));
  setTimeout(() => process.exit(0), 500).unref();
}

function fail(error: unknown): void {
  process.send?.({
    error: error instanceof Error ? `${error.message} ${String((error as { cause?: unknown }).cause ?? '')}`.trim() : String(error),
  });
  process.exit(1);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.on('disconnect', end);
process.on('message', (message) => {
  if (message === 'stop') end();
});
// A Ctrl-C reaches the whole process group; the parent decides when the store may go.
process.on('SIGINT', () => undefined);

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') return fail(new Error('no TCP address'));
  // The store opens lazily: a first request makes a directory that is locked or damaged show now.
  fetch(`http://127.0.0.1:${address.port}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=embedded/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
    },
    body: '{}',
  })
    .then(async (response) => {
      if (!response.ok) throw new Error(`the store answered ${response.status}: ${await response.text()}`);
      process.send?.({ port: address.port });
    })
    .catch(fail);
});
