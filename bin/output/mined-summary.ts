import { count, percent } from '../../lambdas/reporting/text/numbers.ts';
import { cut, plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { TemplateParameter } from '../../lambdas/shared/mining/template-miner.ts';
import type { LogFacts } from '../input/read-log.ts';
import type { FoundFailure } from '../logs/failure-tally.ts';
import { tellTemplate, type ToldTemplate } from '../logs/told-template.ts';
import { counted, labelled } from './facts-summary.ts';
import { notesOn, readingWords } from './log-notes.ts';
import { topOf, type MinedReport } from './mined-json.ts';

/** Files that are named one by one. */
const FILES_SHOWN = 10;
/** Values of one place that are shown; more say nothing to people. */
const VALUES_SHOWN = 3;
/** Characters of one value: a path or an id. */
const VALUE_WIDTH = 40;
/** The most frequent value of a place says something when it is so many times as frequent as the last of those that are known. */
const STANDS_OUT = 3;
/** Lines that a template, its example and the values of a place take each. */
const TEXT_LINES = 4;
const INDENT = 2;
/** Kinds of failures that are shown. */
const FAILURES_SHOWN = 10;
const LABEL = 10;

/** What was mined, for people: `top` templates, 0: all. */
export function minedSummary({ files, mined, interrupted }: MinedReport, top: number): string {
  const { lines, records, templates, failures } = mined;
  const shown = topOf(templates, top);
  const hidden = templates.length - shown.length;
  const all = [
    ...files.slice(0, FILES_SHOWN).flatMap((facts) => fileLines(facts, files.length > 1)),
    ...(files.length > FILES_SHOWN ? labelled('', `and ${files.length - FILES_SHOWN} more (--json tells of all)`) : []),
    ...labelled('lines', `${count(lines)}${records === lines ? '' : ` in ${counted(records, 'record')}`}`),
    ...labelled('templates', count(templates.length)),
    ...labelled('failures', failureWords(failures)),
    ...(interrupted ? labelled('note', 'It was interrupted: this is what was read until then.') : []),
    ...shown.flatMap((template) => ['', ...templateLines(tellTemplate(template, records))]),
    ...(hidden > 0 ? ['', `${counted(hidden, 'template')} more, each less frequent (--top 0 shows all).`] : []),
    ...failureLines(failures.kinds, records),
  ];
  return `${all.join('\n')}\n`;
}

function fileLines(facts: LogFacts, several: boolean): string[] {
  const words = [...(several ? [counted(facts.lines, 'line')] : []), ...readingWords(facts)];
  return [...labelled('file', [plain(facts.name), ...words].join(', ')), ...notesOn(facts).flatMap((note) => labelled('note', note))];
}

function templateLines({ id, template, count: records, share, lines, firstLine, lastLine, examples, parameters }: ToldTemplate): string[] {
  const size = lines === records ? '' : `, ${counted(lines, 'line')}`;
  const [example = ''] = examples;
  return [
    placeLine(share, records, size, firstLine, lastLine, id),
    ...textLines(template === '' ? '(a blank line)' : template, ''),
    ...(example === template || example === '' ? [] : textLines(example, 'example')),
    ...parameters.flatMap((place, index) => (saysSomething(place) ? textLines(valueWords(place), `<*> ${index + 1}`) : [])),
  ];
}

function failureWords({ kinds, others }: MinedReport['mined']['failures']): string {
  if (kinds.length === 0) return 'none that is known by its form';
  const told = kinds.reduce((sum, each) => sum + each.count, others);
  return `${counted(told, 'record')} of ${counted(kinds.length, 'kind')}`;
}

function failureLines(kinds: readonly FoundFailure[], records: number): string[] {
  if (kinds.length === 0) return [];
  const hidden = kinds.length - FAILURES_SHOWN;
  return [
    '',
    'FAILURES',
    ...kinds
      .slice(0, FAILURES_SHOWN)
      .flatMap(({ fingerprint: { id, type, template }, location, count: told, firstLine, lastLine }) => [
        '',
        placeLine(told / records, told, '', firstLine, lastLine, id),
        ...textLines([type, template].filter((each) => each !== '').join(': '), ''),
        ...(location === null ? [] : textLines(location, 'at')),
      ]),
    ...(hidden > 0 ? ['', `${counted(hidden, 'kind')} more, each less frequent (--json tells of all).`] : []),
  ];
}

/** `12.3 %  123 ×  lines 4 to 999  (id)` */
function placeLine(share: number, times: number, size: string, firstLine: number, lastLine: number, id: string): string {
  const where = firstLine === lastLine ? `line ${count(firstLine)}` : `lines ${count(firstLine)} to ${count(lastLine)}`;
  return `${percent(share)}  ${count(times)} ×${size}  ${where}  (${id})`;
}

function textLines(words: string, label: string): string[] {
  const indent = ' '.repeat(INDENT);
  const lines = wrap(words, REPORT_WIDTH, label === '' ? indent : indent + label.padEnd(LABEL));
  return lines.length <= TEXT_LINES ? lines : [...lines.slice(0, TEXT_LINES - 1), cut(`${lines[TEXT_LINES - 1]} …`, REPORT_WIDTH)];
}

/** A place that is different in each record, as an id is, is shown by the example already. */
function saysSomething({ values, more }: TemplateParameter): boolean {
  return !more || (values[0]?.count ?? 0) >= STANDS_OUT * (values.at(-1)?.count ?? 0);
}

function valueWords({ values, more }: TemplateParameter): string {
  const shown = values.slice(0, VALUES_SHOWN).map(({ value }) => cut(value, VALUE_WIDTH));
  return [...shown, ...(more || values.length > VALUES_SHOWN ? ['…'] : [])].join(', ');
}
