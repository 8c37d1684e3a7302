import { LambdaClient } from '@aws-sdk/client-lambda';
import type { InvokeCommandInput } from '@aws-sdk/client-lambda';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

/** Lambda's limit for the payload of a synchronous call, and of its answer. */
const PAYLOAD = 6 * 1024 * 1024;

/** Lambda, as far as a synchronous invocation of one function goes. What the function throws comes back as Lambda gives it. */
export function functionModel(arn: string, handler: (event: unknown) => Promise<unknown>): LambdaClient {
  return intercept(new LambdaClient({ ...OFFLINE, maxAttempts: 1 }), async (action, input: InvokeCommandInput) => {
    if (action !== 'Invoke' || input.FunctionName !== arn) throw serviceError('ResourceNotFoundException', 404);
    if ((input.Payload as Buffer).length > PAYLOAD) throw serviceError('RequestTooLargeException', 413);
    const event: unknown = JSON.parse(Buffer.from(input.Payload as Buffer).toString('utf8'));
    try {
      const answer = JSON.stringify(await handler(event));
      if (answer.length > PAYLOAD) throw Object.assign(new Error('payload size exceeded'), { name: 'Function.ResponseSizeTooLarge' });
      return { StatusCode: 200, Payload: new Uint8Array(Buffer.from(answer)) };
    } catch (error) {
      // The service's own, and not the function's.
      if ('$metadata' in (error as Error)) throw error;
      const { name: errorType, message: errorMessage } = error as Error;
      return {
        StatusCode: 200,
        FunctionError: 'Unhandled',
        Payload: new Uint8Array(Buffer.from(JSON.stringify({ errorType, errorMessage }))),
      };
    }
  });
}
