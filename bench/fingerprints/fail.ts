import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';

/** One failure in the two forms in which Lambda's Node runtime logs it: thrown by the handler, and written with console.error. */
export interface Forms {
  thrown: string;
  written: string;
}

/** What Lambda's runtime does: calls the handler, and prints what it throws with its enumerable fields. */
const RUNTIME = `
import { inspect } from 'node:util';
const loaded = await import(process.argv[2]);
const { handler, ways } = loaded.ways === undefined ? loaded.default : loaded;
const id = Number(process.argv[3]);
const fields = (_key, value) => value instanceof Error
  ? { errorType: value.name, errorMessage: value.message, code: value.code, ...value, stack: value.stack.split('\\n') } : value;
const failed = {};
for (const way of Object.keys(ways)) {
  const error = await new Promise((resolve, reject) => {
    process.once('uncaughtException', resolve);
    handler({ way, id }).then(() => setTimeout(() => reject(new Error(way + ' did not fail')), 500), resolve);
  });
  process.removeAllListeners('uncaughtException');
  const at = new Date().toISOString() + '\\t' + crypto.randomUUID() + '\\tERROR\\t';
  failed[way] = { thrown: at + 'Invoke Error \\t' + JSON.stringify(error, fields), written: at + inspect(error) };
}
process.stdout.write(JSON.stringify(failed));
`;

/** Error codes by operation, as DynamoDB answers them. */
const ANSWERS: Readonly<Record<string, { code: string; message: string }>> = {
  GetItem: { code: 'ResourceNotFoundException', message: 'Requested resource not found' },
  PutItem: { code: 'ConditionalCheckFailedException', message: 'The conditional request failed' },
  ListTables: { code: 'ThrottlingException', message: 'Rate exceeded' },
};

/**
 * Runs each way to fail of a module and gives the log lines by way, with the paths of this machine replaced by `root`, where the functions of a
 * deployment lie.
 */
export async function fail(
  module: string,
  { nodeOptions, id, folder, root }: { nodeOptions: readonly string[]; id: number; folder: string; root: string },
): Promise<Record<string, Forms>> {
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const answer = ANSWERS[operation] ?? { code: 'UnknownOperationException', message: operation };
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': crypto.randomUUID() });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${answer.code}`, message: answer.message }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  try {
    const runtime = path.join(folder, 'runtime.mjs');
    await writeFile(runtime, RUNTIME);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--no-warnings', ...nodeOptions, runtime, pathToFileURL(module).href, String(id)],
      { env: { DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}` }, maxBuffer: 64 * 1024 * 1024 },
    );
    const text = stdout.replaceAll(runtime, '/var/runtime/index.mjs').replaceAll(`${folder}/`, root);
    return JSON.parse(text) as Record<string, Forms>;
  } finally {
    server.close();
  }
}
