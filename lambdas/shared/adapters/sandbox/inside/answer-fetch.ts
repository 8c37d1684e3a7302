import { bodyOf } from './outside.ts';
import type { Asked, Given } from './answer-http.ts';

// Runs in the sandbox: a fetch that reaches nothing.

/** Statuses whose answers have no body (Fetch standard, null body status). */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

const failed = (code: string): TypeError => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

/** A fetch that `answer` answers, with the standard's words for what fails and for what is given up. */
export function answeredFetch(answer: (asked: Omit<Asked, 'tag'>) => Promise<Given | null>): typeof fetch {
  const { Request: AnyRequest, Response: AnyResponse } = globalThis;
  return async (input, init) => {
    const request = new AnyRequest(input, init);
    const { signal, method, url } = request;
    signal.throwIfAborted();
    const body = bodyOf(Buffer.from(await request.arrayBuffer()));
    const given = await new Promise<Given | null>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      answer({ method, url, operation: request.headers.get('x-amz-target'), body }).then(resolve, reject);
    });
    if (given === null || given.status < 200 || given.status > 599) throw failed('ECONNREFUSED');
    const response = new AnyResponse(WITHOUT_BODY.has(given.status) ? null : new Uint8Array(given.body), {
      status: given.status,
      headers: given.headers,
    });
    Object.defineProperty(response, 'url', { value: url });
    return response;
  };
}
