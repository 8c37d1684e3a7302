import { InvokeCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { HANDLERS } from '../../lambdas/shared/contract/names.ts';

/**
 * `AWS_ENDPOINT_URL=http://127.0.0.1:4566 node localstack/emulator/smoke.ts [stage]`: asks every Kaizen function of a deployed
 * stack to handle an event that fits none of them. Each must load and say so itself (InvalidEvent); an import error, a time-out or a
 * success is a failure. Exit code 0 when all answered, 1 when one did not, 2 without an endpoint.
 */
const WRONG_EVENT = { smoke: 'an event that no handler takes' };

/** How AWS and the emulators report what a Node function threw; some put a name of their own into `errorType`. */
const Thrown = z.object({ errorType: z.string(), errorMessage: z.string() });

const Configured = z.object({ KAIZEN_STAGE: z.string() });

if (process.env['AWS_ENDPOINT_URL'] === undefined) {
  console.error('AWS_ENDPOINT_URL: found nothing; expected the address of an AWS-compatible emulator on this machine');
  process.exit(2);
}
const stage = process.argv[2] ?? 'dev';
const client = new LambdaClient({});
let answered = 0;
let failed = 0;

for await (const page of paginateListFunctions({ client }, {})) {
  for (const { FunctionName: name, Environment } of page.Functions ?? []) {
    const configured = Configured.safeParse(Environment?.Variables);
    if (name === undefined || !configured.success || configured.data.KAIZEN_STAGE !== stage) continue;
    const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(WRONG_EVENT) }));
    const text = Payload === undefined ? '' : new TextDecoder().decode(Payload);
    const thrown = FunctionError === undefined ? null : Thrown.safeParse(JSON.parse(text));
    const handler = HANDLERS.find((handler) => thrown?.data?.errorMessage.includes(`${handler}: `));
    if (handler === undefined) {
      failed += 1;
      console.log(`${name}: FAILED ${FunctionError ?? 'no error'} ${text.slice(0, 300)}`);
    } else {
      answered += 1;
      console.log(`${name}: ${thrown?.data?.errorType} ${thrown?.data?.errorMessage.slice(0, 100)}`);
    }
  }
}
const missing = HANDLERS.length - answered - failed;
console.log(`${answered} of ${HANDLERS.length} handlers answered, ${failed} failed, ${missing} not deployed`);
process.exit(answered === HANDLERS.length ? 0 : 1);
