import { moment, percent } from '../../lambdas/reporting/text/numbers.ts';
import { cut, plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { OUTCOME_WORDS } from '../../lambdas/reporting/text/words.ts';
import { shortDigest } from '../../lambdas/shared/audit/check-inputs.ts';
import { splitRef } from '../../lambdas/shared/audit/refs.ts';
import type { AuditInput, AuditRecord, Evidence, Improvement, JudgedWord } from '../../lambdas/shared/contract/records.ts';
import { type ChainState, chainWords } from './chain-words.ts';

export interface Story {
  improvement: Pick<Improvement, 'id' | 'tenant' | 'cycleId' | 'target' | 'title' | 'kind' | 'strategy' | 'status' | 'reason'>;
  /** Null: it was not rolled out. `canary` null: no version of it was published. */
  versions: { stable: string; canary: string | null } | null;
  chain: ChainState;
  records: readonly AuditRecord[];
}

const W = REPORT_WIDTH;
/** Column at which the text behind a label begins. */
const LABEL = 14;

/** For whoever reads such a story for the first time. */
const LEGEND =
  'The stable version is the one that served before. The canary is the new one; it gets a share of the same traffic in the same minutes, ' +
  'and is compared with the stable one, not with the past. Evidence (wealth) says how strongly the requests speak for harm, or for none: ' +
  'from the figure that a verdict calls needed on it counts as proven, which chance alone reaches in at most one of so many rollouts. A digest is ' +
  'the SHA-256 of what a decision rests on; kaizen audit replay takes it again, and asks the judge again.';

/** An improvement's story for a terminal, as lines of at most {@link REPORT_WIDTH} characters without control characters. */
export function renderStory({ improvement, versions, chain, records }: Story): string[] {
  const { id, tenant, cycleId, target, title, kind, strategy, status, reason } = improvement;
  const word = OUTCOME_WORDS[status].toUpperCase();
  return [
    `${cut(plain(id), W - word.length - 2).padEnd(W - word.length)}${word}`,
    '═'.repeat(W),
    ...field('function', `${target}, of tenant ${tenant}, in cycle ${cycleId}`),
    ...field('change', `${title} (${kind}, by ${strategy})`),
    ...(versions === null ? [] : field('versions', `${versions.stable} is the stable one, ${canaryText(versions.canary)}`)),
    ...field('outcome', reason),
    ...field('chain', chainWords(chain)),
    ...(records.length === 0
      ? ['', 'No record is about it.']
      : records.flatMap((record, index) => chapter(record, index + 1, id, records.slice(0, index)))),
    '',
    ...wrap(LEGEND, W, ''),
  ];
}

const canaryText = (version: string | null): string => (version === null ? 'no canary was published' : `${version} is the canary`);

/** One record. What records before it told already, facts and inputs, is counted and not told again; nor how sure it is while that stays. */
function chapter(record: AuditRecord, number: number, own: string, before: readonly AuditRecord[]): string[] {
  const { action, sequence, at, actor, summary, evidence, judged, inputs = [] } = record;
  const place = `record ${sequence}, ${moment(at)}`;
  const heading = cut(`${number}. ${plain(action)}`, W - place.length - 2);
  const sure = sureText(record);
  const last = before.at(-1);
  const facts = untold(evidence.map(factText), new Set(before.flatMap((each) => each.evidence.map(factText))));
  const grounds = untold(
    inputs.map((input) => inputText(input, own)),
    new Set(before.flatMap((each) => (each.inputs ?? []).map((input) => inputText(input, own)))),
  );
  return [
    '',
    `${heading.padEnd(W - place.length)}${place}`,
    ...labelled('who', actor),
    ...labelled('what', summary),
    ...facts.flatMap((fact, index) => labelled(index === 0 ? 'evidence' : '', fact)),
    ...(judged === undefined ? [] : labelled('judge', judgedText(judged, summary))),
    ...(sure === null || sure === (last === undefined ? null : sureText(last)) ? [] : labelled('sure', sure)),
    ...grounds.flatMap((ground, index) => labelled(index === 0 ? 'rests on' : '', ground)),
  ];
}

function sureText({ confidence, risk }: AuditRecord): string | null {
  return confidence === null && risk === null ? null : `confidence ${percent(confidence)}, risk of harm ${percent(risk)}`;
}

function untold(texts: readonly string[], told: ReadonlySet<string>): string[] {
  const fresh = texts.filter((text) => !told.has(text));
  const known = texts.length - fresh.length;
  return known === 0 ? fresh : [...fresh, `${fresh.length === 0 ? '' : 'and '}${known} told above, unchanged`];
}

function factText({ source, summary, location }: Evidence): string {
  return `${source}: ${summary}${location === undefined ? '' : ` (${location})`}`;
}

/** The reason is left out where the summary has it already. */
function judgedText({ word, minutes, over, reason }: JudgedWord, summary: string): string {
  const said = `${word} after ${minutes} judged minutes${over ? ', with no more to come' : ''}`;
  return summary.includes(reason) ? said : `${said}: ${reason}`;
}

/** The own improvement and its opportunity, which has the same id, are named by their kind only. */
function inputText({ ref, sha256, count }: AuditInput, own: string): string {
  const { record, fields } = splitRef(ref);
  const [kind = '', ...id] = record.split('/');
  const name = id.join('/') === own ? kind : record;
  const part = fields === null ? '' : `: ${fields.replaceAll(',', ', ')}${count === undefined ? '' : ` (the first ${count})`}`;
  return `${name}${part}; digest ${shortDigest(sha256)}`;
}

function field(label: string, text: string): string[] {
  return wrap(text, W, label.padEnd(LABEL - 1), ' '.repeat(LABEL - 1));
}

function labelled(label: string, text: string): string[] {
  return wrap(text, W, `   ${label}`.padEnd(LABEL), ' '.repeat(LABEL));
}
