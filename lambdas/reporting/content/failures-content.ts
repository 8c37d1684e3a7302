import { countWords, failureWords, newSinceWords } from '../../shared/clusters/cluster-words.ts';
import { sparkline } from '../../shared/clusters/sparkline.ts';
import { clockTime, dayTime } from '../../shared/detection/words.ts';
import { effectivenessWords } from '../../shared/patterns/effectiveness.ts';
import type { CycleReport, ReportedFailure } from '../cycle-report.ts';
import { count } from '../text/numbers.ts';
import type { Entry, Section } from './content.ts';

/** Hours of the line of bars: two days, which fit a line of the text. */
const HOURS_SHOWN = 48;
/** Correlations that are told of each. */
const CORRELATIONS_SHOWN = 3;

/** Failures that repeat: what, where, since when, what goes with it, what it is and what helps; no section where there is nothing. */
export function failuresContent({ failures: { count: found, first } }: CycleReport): Section[] {
  if (found === 0) return [];
  const more = found - first.length;
  const blocks: Section['blocks'] = [{ kind: 'entries', entries: first.map(entry) }];
  if (more > 0) blocks.push({ kind: 'paragraph', text: `and ${count(more)} more` });
  return [{ rank: 'section', title: 'Failures', word: null, blocks }];
}

function entry(failure: ReportedFailure): Entry {
  const { target, location, trend, fingerprint, pattern, category, correlations } = failure;
  const newness = newSinceWords(failure);
  return {
    // Nobody should take the failure for an unknown one.
    label: trend === 'unknown' ? 'no trend' : trend,
    head: `${target}: ${failureWords(failure)}${location === null ? '' : ` at ${location}`}`,
    lines: [
      whenLine(failure),
      ...(newness === null ? [] : [newness]),
      ...(fingerprint.frames.length === 0 ? [] : [`in ${fingerprint.frames.join(', called by ')}`]),
      ...(pattern === null ? [`no known pattern; by its words: ${category}`] : patternLines(pattern, category)),
      ...correlations.slice(0, CORRELATIONS_SHOWN).map(({ summary }) => `goes with: ${summary}`),
    ],
  };
}

function whenLine(failure: ReportedFailure): string {
  const { firstSeen, lastSeen } = failure;
  const bars = sparkline(failure, lastSeen, HOURS_SHOWN);
  return `${countWords(failure)}, first ${dayTime(firstSeen)}, last ${clockTime(lastSeen)}${bars === '' ? '' : `; by hour ${bars}`}`;
}

function patternLines({ title, description, solutions }: NonNullable<ReportedFailure['pattern']>, category: string): string[] {
  const [best] = solutions;
  return [
    `known as: ${title} (${category}). ${description}`,
    ...(best === undefined ? [] : [`what helps: ${best.words} So far: ${effectivenessWords(best)}.`]),
    ...(best === undefined || best.command === null ? [] : [`by: ${best.command}`]),
  ];
}
