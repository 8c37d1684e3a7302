import { isUnpackError, type Compression } from './compression.ts';
import { InputError } from './input-error.ts';
import { logBytes } from './log-bytes.ts';
import { logContent, type ContentCounts, type LogSink } from './log-content.ts';
import { logForm, type LogForm } from './log-form.ts';
import { createNormaliser } from './normalise-bytes.ts';
import type { LogInput } from './open-log.ts';

/** What was met in a log. In a document of CloudWatch events, an event is a line. */
export interface LogFacts extends Omit<LogForm, 'mark'>, ContentCounts {
  name: string;
  /** Bytes that were read, before they were unpacked. */
  bytes: number;
  compression: Compression | null;
  nulBytes: number;
  /** Bytes by which it got shorter while it was read, and by which it grew; the latter are not read. */
  shrunkBy: number;
  grownBy: number;
}

/**
 * Reads a log once, in constant memory, and hands its lines to `sink`: without colours and NUL bytes, each of 256 KB at most, and where a
 * carriage return stands within one, with a line break. When `signal` aborts, the whole lines that were read until then are all.
 * @throws InputError when it can't be read to its end, or is packed in a way that is not read.
 */
export async function readLog(input: LogInput, sink: LogSink, signal: AbortSignal): Promise<LogFacts> {
  const { name, size } = input;
  try {
    const { compression, head, rest, read } = await logBytes(input, signal);
    const { mark, ...form } = logForm(head);
    const normaliser = createNormaliser(form);
    const content = logContent(form.content, sink);
    content.write(normaliser.write(head.subarray(mark)));
    for await (const chunk of rest) content.write(normaliser.write(chunk));
    if (!signal.aborted) {
      content.write(normaliser.end());
      content.end();
    }
    const counts = content.counts();
    return {
      name,
      bytes: read(),
      compression,
      ...form,
      ...counts,
      invalid: counts.invalid + normaliser.invalid,
      nulBytes: normaliser.nulBytes,
      shrunkBy: size === null || signal.aborted ? 0 : size - read(),
      grownBy: await input.grownBy(),
    };
  } catch (error) {
    if (isUnpackError(error)) {
      throw new InputError(`${name}: found packed data that are damaged or end early (${error.message}); expected a whole file`, {
        cause: error,
      });
    }
    if (isReadError(error)) throw new InputError(`${name}: can't be read any further: ${error.message}`, { cause: error });
    throw error;
  } finally {
    input.stream.destroy();
  }
}

function isReadError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
