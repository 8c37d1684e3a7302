import { type FrameParser, placeOf } from './parsed-frame.ts';

/** `\tfrom /var/task/app.rb:3:in 'Orders#load'`, since 3.4 with the class and a straight quote; the innermost one without `from`. */
export const parseRubyFrame: FrameParser = (line) => {
  const found = /^(?:from )?(\S+:\d{1,9}):in [`']([^']+)'$/.exec(line.trim());
  const place = found === null ? null : placeOf(found[1] ?? '');
  return place === null ? null : { runtime: 'ruby', function: found?.[2] ?? null, ...place };
};

/** `#0 /var/task/orders.php(12): Orders->load(41)`, `#1 [internal function]: f()`; `#2 {main}` ends it and names nothing. */
export const parsePhpFrame: FrameParser = (line) => {
  const trimmed = line.trim();
  if (/^#\d{1,4} \{main\}$/.test(trimmed)) return { runtime: 'php', function: null, file: null, line: null };
  const found = /^#\d{1,4} (?:\[internal function\]|(\S+)\((\d{1,9})\)): ([\w\\$:>{}-]+)\(/.exec(trimmed);
  if (found === null) return null;
  const [, file, number, name = ''] = found;
  return { runtime: 'php', function: name, file: file ?? null, line: number === undefined ? null : Number(number) };
};

/** Go prints a frame in two lines, and so does Rust; {@link joinedFrame} puts them into one: `main.load(0x1) /src/main.go:12`. */
export const parseJoinedFrame: FrameParser = (line) => {
  const found = /^(\S.*) (\S+\.(?:go|s|rs):\d{1,9}(?::\d{1,9})?)$/.exec(line.trim());
  const place = found === null ? null : placeOf(found[2] ?? '');
  if (found === null || place === null) return null;
  const [, name = ''] = found;
  // Go prints the words that its arguments take, and Rust none.
  return place.file.endsWith('.rs')
    ? { runtime: 'rust', function: name, ...place }
    : { runtime: 'go', function: name.replace(/\([^()*]*\)$/, ''), ...place };
};

export function joinedFrame(name: string, place: string): string {
  return `${name.trim()} ${place.trim()}`;
}

/** The second line of Go's frame: `\t/src/main.go:12 +0x1d`. */
export function goPlace(line: string): string | null {
  return /^\s+(\S.*\.(?:go|s):\d{1,9})(?: \+0x[0-9a-f]{1,16})?$/.exec(line)?.[1] ?? null;
}

/** The first line of Rust's frame: `   3: main::price`; with a full backtrace the address is before the name. */
export function rustName(line: string): string | null {
  return /^ {0,8}\d{1,4}: (?:\s*0x[0-9a-f]{1,16} - )?(\S.*)$/.exec(line)?.[1] ?? null;
}

/** Its second line: `             at ./main.rs:1:45`. */
export function rustPlace(line: string): string | null {
  return /^\s+at (\S.*:\d{1,9}(?::\d{1,9})?)$/.exec(line)?.[1] ?? null;
}
