import type { Failure, StackFrame } from '../failure.ts';

/**
 * Functions of AWS's SDK for JavaScript by name: bundled into the service's file they look like its own. What lies further in than one of them is
 * the SDK's, too.
 */
const SDK =
  /(?:^|[. ])(?:deserializeResponse|deserializerMiddleware|serializerMiddleware|retryMiddleware|loggerMiddleware|httpSigningMiddleware|throwDefaultError|handleError|de_\w+(?:Error|CommandError|Command)|NodeHttp2?Handler\.\w+)$/;
/** `handleError` is the SDK's only beside what calls it. */
const SDK_CALLER = /(?:^|[. ])(?:deserializeResponse|deserializerMiddleware|retryMiddleware|loggerMiddleware|de_\w+)$/;

/** Frames of the service's own code, innermost first. */
export function ownFrames({ runtime, frames }: Failure): StackFrame[] {
  const end = runtime === 'node' ? frames.findLastIndex(({ function: name }) => name !== null && SDK_CALLER.test(name)) : -1;
  return frames.filter((frame, at) => frame.inApp && at > end && !(end >= 0 && frame.function !== null && SDK.test(frame.function)));
}
