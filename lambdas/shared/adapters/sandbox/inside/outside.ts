import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

// Runs beside the code of a function, in the sandbox or in production: where its calls to the outside pass by.

type Request = typeof http.request;
type RequestArguments = Parameters<Request>;

export interface Outside {
  fetch: typeof fetch;
  /** Makes the request of `http` or of `https`. */
  request(args: RequestArguments, secure: boolean, original: Request): http.ClientRequest;
}

/**
 * Puts `outside` where code finds the network: `fetch`, and the modules http and https with what others imported from them. Gives what takes it back.
 * What keeps a reference from before (CommonJS that took `request` apart) is missed, so this comes before the code.
 */
export function interceptOutside(outside: Outside): () => void {
  const before = {
    fetch: globalThis.fetch,
    http: { request: http.request, get: http.get },
    https: { request: https.request, get: https.get },
  };
  const through =
    (secure: boolean): Request =>
    (...args: unknown[]) =>
      outside.request(args as RequestArguments, secure, secure ? before.https.request : before.http.request);
  const getting =
    (request: Request): Request =>
    (...args: unknown[]) => {
      const made = request(...(args as RequestArguments));
      made.end();
      return made;
    };
  const requests = { http: through(false), https: through(true) };
  globalThis.fetch = outside.fetch;
  Object.assign(http, { request: requests.http, get: getting(requests.http) });
  Object.assign(https, { request: requests.https, get: getting(requests.https) });
  syncBuiltinESMExports();
  return () => {
    globalThis.fetch = before.fetch;
    Object.assign(http, before.http);
    Object.assign(https, before.https);
    syncBuiltinESMExports();
  };
}

/** Text where the bytes are UTF-8, base64 where not. */
export function bodyOf(bytes: Buffer): { text: string; base64: boolean } {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? { text, base64: false } : { text: bytes.toString('base64'), base64: true };
}
