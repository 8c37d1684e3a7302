import { type FrameParser, placeOf } from './parsed-frame.ts';

/** V8 always tells the column: `at /var/log/messages:12` are words. */
const HAS_COLUMN = /:\d{1,9}:\d{1,9}$/;

/** Locations without a file, as V8 prints them: code of the engine, and elements of `Promise.all`. */
const NOWHERE = /^(?:<anonymous>|native|index \d+|wasm:\/\/.*)$/;

/**
 * `    at f (file:///var/task/index.mjs:3:22)`, `at async f (…)`, `at new C (…)`, `at C.m [as n] (…)`, `at /var/task/index.js:3:22`,
 * `at JSON.parse (<anonymous>)`; behind it there may be ` {`, where util.inspect goes on with the error's fields, or `,`
 * (V8's stack trace API, "Appendix: Stack trace format").
 */
export const parseNodeFrame: FrameParser = (line) => {
  const trimmed = line.trim();
  if (!trimmed.startsWith('at ')) return null;
  const body = trimmed
    .slice(3)
    .replace(/(?:,| \{)$/, '')
    .replace(/^async /, '');
  const open = body.indexOf(' (');
  if (open < 0 || !body.endsWith(')')) {
    const place = HAS_COLUMN.test(body) ? placeOf(body) : null;
    // A path has no blank before it: `at 12:30` and `at line:3` are words.
    return place !== null && isPath(place.file) ? { runtime: 'node', function: null, ...place } : null;
  }
  const name = nameOf(body.slice(0, open));
  const location = body.slice(open + 2, -1);
  if (NOWHERE.test(location)) return { runtime: 'node', function: name, file: null, line: null };
  // Code of a text: where it was evaluated stands in it, and says nothing about the failure.
  if (location.startsWith('eval at ')) return { runtime: 'node', function: name, file: null, line: null };
  const place = HAS_COLUMN.test(location) ? placeOf(location) : null;
  return place === null ? null : { runtime: 'node', function: name, ...place };
};

function nameOf(text: string): string | null {
  const name = text.replace(/ \[as [^\]]*\]$/, '').trim();
  return name === '<anonymous>' || name === '' ? null : name;
}

function isPath(file: string): boolean {
  return /^(?:[a-z][a-z-]*:|[A-Za-z]:[\\/]|\.{0,2}\/)\S*$|^\/.*$/.test(file) || /^\S+\.[cm]?[jt]sx?$/.test(file);
}
