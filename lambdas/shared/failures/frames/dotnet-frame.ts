import type { FrameParser } from './parsed-frame.ts';

/** `   at Orders.Service.Load(Int32 id) in /src/Orders/Service.cs:line 12`, or without the place (Exception.StackTrace). */
const FRAME =
  /^at ([\p{L}_<][\p{L}\p{N}_<>`+,|$[\]]*(?:\.[\p{L}\p{N}_<>`+,|$[\]]+)*\.?\.[\p{L}\p{N}_<>`,|$[\]]+)\(([^()]*)\)(?: in (.+):line (\d{1,9}))?$/u;

export const parseDotnetFrame: FrameParser = (line) => {
  const found = FRAME.exec(line.trim());
  if (found === null) return null;
  const [, name = '', , file, number] = found;
  return { runtime: 'dotnet', function: name, file: file ?? null, line: number === undefined ? null : Number(number) };
};
