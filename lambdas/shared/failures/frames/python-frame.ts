import type { FrameParser } from './parsed-frame.ts';

/** `  File "/var/task/app.py", line 3, in handler`; for a file that can't be read (SyntaxError) without the function. */
const FRAME = /^File "([^"]+)", line (\d{1,9})(?:, in (.+))?$/;

export const parsePythonFrame: FrameParser = (line) => {
  // Behind the frame its line of code may follow, where a logger keeps both in one element of a list.
  const found = FRAME.exec(line.split('\n', 1)[0]?.trim() ?? '');
  if (found === null) return null;
  const [, file = '', number, name] = found;
  return { runtime: 'python', function: name ?? null, file, line: Number(number) };
};
