import { plain } from '../../lambdas/reporting/text/plain.ts';
import type { TemplateParameter } from '../../lambdas/shared/mining/template-miner.ts';
import type { FoundTemplate } from './mining.ts';

/** A template as it is shown: each text on one line, and safe for a terminal. The miner has left secrets out of all of them. */
export interface ToldTemplate {
  id: string;
  template: string;
  /** Records, and which share of all they are. */
  count: number;
  share: number;
  lines: number;
  firstLine: number;
  lastLine: number;
  examples: string[];
  /** For each place that varies the most frequent values in a sample of the records. */
  parameters: TemplateParameter[];
}

export function tellTemplate(found: FoundTemplate, records: number): ToldTemplate {
  const { id, template, count, lines, firstLine, lastLine, examples, parameters } = found;
  return {
    id,
    template: plain(template),
    count,
    share: count / records,
    lines,
    firstLine,
    lastLine,
    examples: examples.map(plain),
    parameters: parameters.map(({ values, more }) => ({ values: values.map((each) => ({ ...each, value: plain(each.value) })), more })),
  };
}
