import type { FrameParser } from './parsed-frame.ts';

/**
 * `\tat com.acme.Orders.load(Orders.java:27)`, with `java.base/`, `app//` or `java.base@17.0.1/` before it and, from Logback, ` ~[orders.jar:1.0]` behind
 * (Throwable.printStackTrace, StackTraceElement.toString). `file` is the source file's name alone.
 */
const FRAME =
  /^at (?:[\w.$@-]*\/{1,2}){0,2}([\p{L}_$][\p{L}\p{N}_$.<>/-]*)\((Native Method|Unknown Source|<generated>|[\p{L}\p{N}_$.-]+\.(?:java|kts?|scala|groovy|cljc?|clj)(?::\d{1,9})?|SourceFile(?::\d{1,9})?)\)(?: ~?\[[^\]]*\])?$/u;

export const parseJvmFrame: FrameParser = (line) => {
  const found = FRAME.exec(line.trim());
  if (found === null) return null;
  const [, name = '', location = ''] = found;
  const [file = '', number] = location.split(':');
  return {
    runtime: 'jvm',
    function: name,
    file: /^(?:Native Method|Unknown Source|<generated>)$/.test(file) ? null : file,
    line: number === undefined ? null : Number(number),
  };
};
