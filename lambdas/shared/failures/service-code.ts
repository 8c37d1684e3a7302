import type { Failure } from './failure.ts';

/** botocore's words (botocore.exceptions.ClientError.MSG_TEMPLATE). */
const BOTOCORE = /^An error occurred \(([^()]{1,200})\) when calling the \w+ operation/;
/** Version 1 of the SDK for Java (AmazonServiceException.getMessage); version 2 has a class a code. */
const JAVA_V1 = /\(Service: [^;()]{1,200}; Status Code: \d+; Error Code: ([\w.]{1,200});/;
/** The SDKs' classes for any error of a service: the code says more. */
const GENERAL =
  /(?:^|[.:])(?:Error|ClientError|ServiceException|SdkException|UnknownError|Unknown|AwsServiceException|AmazonServiceException|\w*ServiceException|Amazon\w+Exception)$/;
/** Services name their codes like classes; `404` and `301` of S3's HeadObject are the status and say less than the class. */
const CODE = /^[A-Z][A-Za-z]+(?:\.[A-Za-z]+)*$/;

/**
 * An error of an AWS service has the service's code as its type, where its class is one for all errors: `ClientError` of botocore becomes
 * `AccessDeniedException`, with `thrownAs` its class. SDK v3 for JavaScript names most errors by their code anyhow.
 */
export function withServiceCode(failure: Failure): Failure {
  const cause = failure.cause === null ? null : withServiceCode(failure.cause);
  const code = codeOf(failure);
  if (code === null) return { ...failure, cause };
  if (!CODE.test(code) || code === failure.type) return { ...failure, code, cause };
  return { ...failure, type: code, thrownAs: failure.type, code, cause };
}

function codeOf({ type, message, code }: Failure): string | null {
  const told = (BOTOCORE.exec(message) ?? JAVA_V1.exec(message.slice(0, 4000)))?.[1];
  if (told !== undefined) return told;
  const last = code?.split('#').at(-1)?.split(':')[0] ?? null;
  // An errno or a code of Node itself (`ERR_…`, `ECONNREFUSED`) is no type: its class is Error, and the message has the code.
  return last !== null && GENERAL.test(type) && CODE.test(last) && /[a-z]/.test(last) ? last : null;
}
