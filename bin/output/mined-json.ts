import type { LogFacts } from '../input/read-log.ts';
import type { MinedLogs } from '../logs/mining.ts';
import { tellTemplate } from '../logs/told-template.ts';
import { notesOn } from './log-notes.ts';

/** What came of a command over logs. */
export interface MinedReport {
  /** In the order in which they were read. */
  files: readonly LogFacts[];
  mined: MinedLogs;
  /** Ended before everything was read. */
  interrupted: boolean;
}

/** What was mined, for machines; `top` templates, 0: all. */
export function minedJson({ files, mined, interrupted }: MinedReport, top: number) {
  const { lines, records, templates, failures } = mined;
  let before = 0;
  return {
    files: files.map(({ name, lines, ...facts }) => {
      const firstLine = before + 1;
      before += lines;
      return { file: name, firstLine, lines, ...facts, notes: notesOn({ name, lines, ...facts }) };
    }),
    interrupted,
    lines,
    records,
    templateCount: templates.length,
    templates: topOf(templates, top).map((template) => tellTemplate(template, records)),
    otherFailures: failures.others,
    failures: topOf(failures.kinds, top).map(({ fingerprint, ...rest }) => ({ ...fingerprint, ...rest })),
  };
}

/** The first `top`, or all for 0. */
export function topOf<T>(all: readonly T[], top: number): readonly T[] {
  return top === 0 ? all : all.slice(0, top);
}
