/** What a call to the outside asks, as far as it tells one call from another. */
export interface OutsideCall {
  method: string;
  /** Whole address with its query. */
  url: string;
  /** `x-amz-target`; null: none. */
  operation: string | null;
  body: string;
}

const READ_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/**
 * First words of the AWS operations that change nothing. ReceiveMessage is not one (it hides messages), nor is ExecuteStatement (PartiQL
 * writes as well), nor Invoke.
 */
const READ_OPERATION = /^(?:Get|BatchGet|TransactGet|Query$|Scan$|List|Describe|Head|Select|Lookup|Search|Estimate|Validate)/;

/** Name of the AWS operation: of the JSON protocols by its header, of the query protocol by its form; null: not one of these. */
export function awsOperation({ operation, body }: Pick<OutsideCall, 'operation' | 'body'>): string | null {
  if (operation !== null) return operation.slice(operation.lastIndexOf('.') + 1);
  return /^(?:.*&)?Action=([A-Za-z]+)(?:&|$)/.exec(body)?.[1] ?? null;
}

/** Whether a call changes nothing at the other end, so that it may be left out or repeated. What is not known to read, writes. */
export function isRead(call: OutsideCall): boolean {
  if (READ_METHODS.has(call.method.toUpperCase())) return true;
  if (call.method.toUpperCase() !== 'POST') return false;
  const name = awsOperation(call);
  return name !== null && READ_OPERATION.test(name);
}

/** Names of parameters, fields, headers and variables whose values nobody may keep. */
export const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|signature|authorization|cookie|^pwd$|^auth$/i;
export const PLACEHOLDER = 'redacted-by-kaizen';

/** An address with its parameters sorted, and placeholders for those that are secret or sign: it names the same thing at each call. */
export function plainUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  for (const name of new Set(parsed.searchParams.keys())) {
    if (/^x-amz-(?:date|expires|algorithm|signedheaders)$/i.test(name)) parsed.searchParams.delete(name);
    else if (SECRET_NAME.test(name)) parsed.searchParams.set(name, PLACEHOLDER);
  }
  parsed.searchParams.sort();
  return parsed.href;
}

/** Fields of AWS requests that are new at each try and mean nothing to the service but that it is the same one. */
const VOLATILE = new Set(['ClientRequestToken', 'ClientToken', 'IdempotencyToken', 'CreatorRequestId']);

/** A body to compare by: parsed where it is JSON, without what is new at each try. */
export function comparedBody(body: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // Not JSON: its text is what is compared.
    return body;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return parsed;
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => !VOLATILE.has(name)));
}
