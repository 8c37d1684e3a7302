import type { LogFacts } from '../input/read-log.ts';
import { counted } from './facts-summary.ts';

const CONTENTS: Readonly<Record<LogFacts['content'], string[]>> = {
  lines: [],
  document: ['JSON with CloudWatch events, each of which counts as a line'],
  'event-lines': ['lines of JSON with a CloudWatch event each'],
};

/** How a log was read, where that is not plain lines of UTF-8. */
export function readingWords({ compression, encoding, lineEnds, content }: LogFacts): string[] {
  return [
    ...(compression === null ? [] : [`packed by ${compression}`]),
    ...(encoding === 'utf-8' ? [] : [encoding.toUpperCase()]),
    ...(lineEnds === 'lf' ? [] : ['lines that end with a carriage return']),
    ...CONTENTS[content],
  ];
}

/** What a reader should know of a log before trusting what was made of it, in sentences. */
export function notesOn(facts: LogFacts): string[] {
  const { cutLines, droppedBytes, invalid, encoding, nulBytes, ansiSequences, shrunkBy, grownBy } = facts;
  const of = (number: number, one: string, is: string, are: string) => `${counted(number, one)} ${number === 1 ? is : are}`;
  const notes: readonly (readonly [boolean, string])[] = [
    [facts.binary, 'It looks like binary data, not like text: its templates will say little.'],
    [cutLines > 0, `${of(cutLines, 'line', 'is', 'are')} longer than 256 KB: the rest, ${counted(droppedBytes, 'byte')}, is left out.`],
    [invalid > 0, `${of(invalid, 'place', 'is', 'are')} no ${encoding.toUpperCase()}, shown as U+FFFD.`],
    [nulBytes > 0, `${of(nulBytes, 'NUL byte', 'is', 'are')} left out.`],
    [ansiSequences > 0, `${of(ansiSequences, 'terminal sequence', 'is', 'are')} left out, as colours are.`],
    [facts.unfinished, 'It ends in the middle of a JSON document: the events before that are read.'],
    [shrunkBy > 0, `It lost ${counted(shrunkBy, 'byte')} while it was read, and is read to the end that it had by then.`],
    [grownBy > 0, `It grew by ${counted(grownBy, 'byte')} while it was read: what was added is left out.`],
  ];
  return notes.filter(([holds]) => holds).map(([, note]) => note);
}
