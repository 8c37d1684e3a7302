import type { StackFrame } from '../failure.ts';
import { frameOf } from '../frames/frame-of.ts';
import { isOwn } from '../frames/is-own.ts';
import { goPlace, joinedFrame, parsePhpFrame, rustName, rustPlace } from '../frames/other-frames.ts';
import { GO, RUST } from '../line-marks.ts';
import { type Trace, traceOf } from './trace.ts';

const pushed = (frames: StackFrame[], text: string): void => {
  const found = frameOf(text);
  if (found !== null) frames.push(found.frame);
};

/** `panic: message`, then the goroutine that panicked; each frame has two lines. Other goroutines say nothing of it. */
export function readGoTrace(lines: readonly string[]): Trace | null {
  const at = lines.findIndex((line) => GO.panic.test(line));
  if (at < 0) return null;
  const [, type = 'panic', message = ''] = /^(panic|fatal error): (.*)$/.exec(lines[at] ?? '') ?? [];
  const trace = traceOf('go', type, message.replace(/ \[recovered\]$/, ''));
  const goroutine = lines.findIndex((line, index) => index > at && GO.goroutine.test(line));
  if (goroutine < 0) return trace;
  for (let line = goroutine + 1; line < lines.length && lines[line] !== ''; line += 1) {
    const place = goPlace(lines[line] ?? '');
    if (place !== null) pushed(trace.frames, joinedFrame((lines[line - 1] ?? '').replace(/^created by /, ''), place));
  }
  return trace;
}

/** `thread 'main' panicked at src/main.rs:1:45:`, the message below it (before 1.73 in quotes on the same line), and a backtrace if one was wanted. */
export function readRustTrace(lines: readonly string[]): Trace | null {
  const at = lines.findIndex((line) => RUST.panicked.test(line));
  if (at < 0) return null;
  const head = (lines[at] ?? '').replace(RUST.panicked, '');
  const old = /^'(.*)', (\S+:\d+:\d+)$/.exec(head);
  const trace = traceOf('rust', 'panic', old?.[1] ?? lines[at + 1] ?? '');
  for (let line = at + 1; line < lines.length; line += 1) {
    const place = rustPlace(lines[line] ?? '');
    const name = rustName(lines[line - 1] ?? '');
    if (place !== null && name !== null) pushed(trace.frames, joinedFrame(name, place));
  }
  if (trace.frames.length === 0) pushed(trace.frames, joinedFrame('panic', old?.[2] ?? head.replace(/:$/, '')));
  return trace;
}

/** `PHP Fatal error:  Uncaught RuntimeException: message in /var/task/orders.php:3`, `Stack trace:`, `#0 /var/task/index.php(9): load(41)`. */
export function readPhpTrace(lines: readonly string[]): Trace | null {
  const stack = lines.findIndex((line) => parsePhpFrame(line.slice(0, 2048)) !== null);
  const found = /Uncaught ([\w\\]+): (.*)$/.exec((lines[0] ?? '').slice(0, 4096));
  if (stack < 0 || found === null) return null;
  const place = / in (\S+):(\d{1,9})$/.exec(lines.slice(0, stack).find((line) => / in \S+:\d{1,9}$/.test(line.slice(0, 4096))) ?? '');
  const trace = traceOf('php', found[1] ?? null, (found[2] ?? '').replace(/ in \S+:\d{1,9}$/, ''));
  const calls = lines.slice(stack).flatMap((line) => frameOf(line)?.frame ?? []);
  // A line names the function that was called and the place of the call: it failed in the function, at the place that the head tells.
  let [file, line] = [place?.[1] ?? null, place === null ? null : Number(place[2])];
  for (const call of calls) {
    trace.frames.push({ ...call, file, line, inApp: isOwn({ runtime: 'php', function: call.function, file, line }) });
    ({ file, line } = call);
  }
  return trace;
}

/** `/var/task/app.rb:3:in 'load': message (NoMethodError)`, then `\tfrom …`. */
export function readRubyTrace(lines: readonly string[]): Trace | null {
  const first = (lines[0] ?? '').slice(0, 4096);
  if (!first.includes(':in ')) return null;
  const head = /^(?:.{0,100}\s)?(\S+:\d{1,9}:in [`'][^']+'): (.*?)(?: \(([A-Z]\w*(?:::\w+)*)\))?$/.exec(first);
  if (head === null) return null;
  const trace = traceOf('ruby', head[3] ?? 'RuntimeError', head[2] ?? '');
  pushed(trace.frames, head[1] ?? '');
  for (const line of lines.slice(1)) if (/^\s+from /.test(line)) pushed(trace.frames, line);
  return trace;
}
