import type { CycleReport, ReportedRecommendation } from '../cycle-report.ts';
import { count } from '../text/numbers.ts';
import { recommendationLines } from '../text/recommendation-words.ts';
import type { Entry, Section } from './content.ts';

/** What people are asked to do, the worthiest first; no section where there is nothing. */
export function recommendationsContent({ recommendations: { count: open, first } }: CycleReport): Section[] {
  if (open === 0) return [];
  const more = open - first.length;
  const blocks: Section['blocks'] = [{ kind: 'entries', entries: first.map(entry) }];
  if (more > 0) blocks.push({ kind: 'paragraph', text: `and ${count(more)} more: kaizen recommendations` });
  return [{ rank: 'section', title: 'Recommended to people', word: null, blocks }];
}

function entry(recommendation: ReportedRecommendation): Entry {
  const { priority, target, title, type } = recommendation;
  return { label: priority, head: `${target} (${type}): ${title}`, lines: recommendationLines(recommendation) };
}
