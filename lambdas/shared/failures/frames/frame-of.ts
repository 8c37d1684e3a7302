import { MOST_FRAME, type Runtime, type StackFrame } from '../failure.ts';
import { parseDotnetFrame } from './dotnet-frame.ts';
import { isOwn } from './is-own.ts';
import { parseJvmFrame } from './jvm-frame.ts';
import { parseNodeFrame } from './node-frame.ts';
import { parseJoinedFrame, parsePhpFrame, parseRubyFrame } from './other-frames.ts';
import type { FrameParser } from './parsed-frame.ts';
import { parsePythonFrame } from './python-frame.ts';

/** The JVM's before Node's: its source files look like paths; .NET's last of these three: its frames need no place. */
const PARSERS: readonly FrameParser[] = [
  parseJvmFrame,
  parseNodeFrame,
  parseDotnetFrame,
  parsePythonFrame,
  parseRubyFrame,
  parsePhpFrame,
  parseJoinedFrame,
];

/** One line of a stack of any runtime; null: it is not surely one. */
export function frameOf(text: string): { runtime: Runtime; frame: StackFrame } | null {
  const line = text.length > MOST_FRAME ? text.slice(0, MOST_FRAME) : text;
  for (const parse of PARSERS) {
    const parsed = parse(line);
    if (parsed === null) continue;
    const { runtime, ...place } = parsed;
    return { runtime, frame: { ...place, inApp: isOwn(parsed), text: textOf(line) } };
  }
  return null;
}

/** Without what util.inspect puts behind Node's last frame, and without the line of code that may follow Python's. */
function textOf(line: string): string {
  const first = line.trim().split('\n', 1)[0] ?? '';
  return first.replace(/ \{$/, '').replace(/,$/, '').trim();
}

/** Whether a line is a frame that follows another line: `    at …` of Node, the JVM and .NET, indented. */
export function isAtFrame(line: string): boolean {
  if (!/^\s+at \S/.test(line.slice(0, 200)) || line.length > MOST_FRAME) return false;
  return parseJvmFrame(line) !== null || parseNodeFrame(line) !== null || parseDotnetFrame(line) !== null;
}
