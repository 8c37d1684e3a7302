import type { Runtime } from '../failure.ts';

/** What one line of a stack says. */
export interface ParsedFrame {
  runtime: Runtime;
  function: string | null;
  file: string | null;
  line: number | null;
}

/** Reads a line (no longer than MOST_FRAME, without line ends); null: surely no frame of the runtime, or not surely one. */
export type FrameParser = (line: string) => ParsedFrame | null;

/** `<path>:<line>`, `<path>:<line>:<column>`; null for anything else. */
export function placeOf(location: string): { file: string; line: number } | null {
  const found = /:(\d{1,9})(?::\d{1,9})?$/.exec(location);
  return found === null || found.index === 0 ? null : { file: location.slice(0, found.index), line: Number(found[1]) };
}
