import MagicString from 'magic-string';
import type { t } from '../../shared/source/ast.ts';
import { moduleOf, textOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import { optionValue } from '../../shared/source/fetch-call.ts';
import { unboundedWaits, type UnboundedWait } from '../../shared/source/recognisers/unbounded-wait.ts';
import { BUDGET_MS, FETCH_RETRIES, FETCH_TRY_MS, PAUSE_MS, SDK_CONNECT_MS, SDK_TRIES, SDK_TRY_MS } from '../../shared/source/waits.ts';
import { choose, indentAt, namer, withHelper, type Codemod } from './codemod.ts';

/** 2500 → 2_500 */
const digits = (ms: number): string => ms.toLocaleString('en-US').replaceAll(',', '_');
const seconds = (ms: number): string => `${ms / 1000} s`;

/** Least time that another try is worth: less would end before an answer from anywhere comes. */
const LEAST_TRY_MS = 100;

function helperText(name: string, typed: boolean): string {
  const types = typed
    ? { address: ': Parameters<typeof fetch>[0]', options: '?: Parameters<typeof fetch>[1]', out: ': Promise<Response>' }
    : { address: '', options: '', out: '' };
  return `/**
 * A read by fetch that ends: each try after ${seconds(FETCH_TRY_MS)}, and all of them with their pauses after ${seconds(BUDGET_MS)}, half a second below Lambda's default timeout.
 * It is tried again at most twice, after an error, a timeout or the status 429, 502, 503 or 504 (unless the server says when to come
 * again), after a pause that doubles and is random. Any other response is given as it is, and so is the last one.
 */
async function ${name}(address${types.address}, options${types.options})${types.out} {
  const end = performance.now() + ${digits(BUDGET_MS)};
  for (let retry = 0; ; retry += 1) {
    const pause = Math.random() * ${PAUSE_MS} * 2 ** retry;
    const isLast = () => retry === ${FETCH_RETRIES} || performance.now() + pause + ${LEAST_TRY_MS} > end;
    try {
      const signal = AbortSignal.timeout(Math.ceil(Math.min(${digits(FETCH_TRY_MS)}, end - performance.now())));
      const response = await fetch(address, { ...options, signal });
      const passes = [429, 502, 503, 504].includes(response.status) && !response.headers?.has('retry-after');
      if (!passes || isLast()) return response;
      response.body?.cancel().catch(() => undefined);
    } catch (error) {
      if (isLast()) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}`;
}

/** Adds properties at the end of an object literal, each on a line of its own when the literal's are. */
function addProperties(module: Module, edit: MagicString, literal: t.ObjectExpression, added: readonly string[]): void {
  const last = literal.properties.at(-1);
  if (last === undefined) {
    edit.overwrite(literal.start ?? 0, literal.end ?? 0, `{ ${added.join(', ')} }`);
    return;
  }
  const { content } = module.file;
  const before = content.slice(literal.start ?? 0, last.start ?? 0);
  const separator = before.includes('\n') ? `,\n${indentAt(content, last.start ?? 0)}` : ', ';
  edit.appendLeft(last.end ?? 0, added.map((property) => separator + property).join(''));
}

function boundClient(module: Module, edit: MagicString, client: t.NewExpression): void {
  const [options] = client.arguments;
  const handler = `requestHandler: { connectionTimeout: ${SDK_CONNECT_MS}, requestTimeout: ${SDK_TRY_MS}, throwOnRequestTimeout: true }`;
  const tries = `maxAttempts: ${SDK_TRIES}`;
  if (options?.type === 'ObjectExpression') {
    addProperties(module, edit, options, optionValue(options, 'maxAttempts') === undefined ? [handler, tries] : [handler]);
    return;
  }
  const text = textOf(module, client);
  const added = `{ ${handler}, ${tries} }`;
  if (text.endsWith(')')) edit.appendLeft((client.end ?? 0) - 1, added);
  else edit.appendLeft(client.end ?? 0, `(${added})`);
}

function boundWrite(module: Module, edit: MagicString, call: t.CallExpression): void {
  const [address, options] = call.arguments;
  const signal = `signal: AbortSignal.timeout(${digits(BUDGET_MS)})`;
  if (options?.type === 'ObjectExpression') addProperties(module, edit, options, [signal]);
  else if (options !== undefined) edit.overwrite(options.start ?? 0, options.end ?? 0, `{ ...${textOf(module, options)}, ${signal} }`);
  else edit.appendLeft(address?.end ?? 0, `, { ${signal} }`);
}

function explain(path: string, chosen: readonly UnboundedWait[]): string {
  const linesOf = (bounds: UnboundedWait['bounds']): string =>
    chosen
      .filter((each) => each.bounds === bounds)
      .map(({ site }) => site.line)
      .join(', ');
  const [reads, writes, clients] = [linesOf('read'), linesOf('write'), linesOf('client')];
  const parts = [
    reads === ''
      ? []
      : `What is fetched on line ${reads} only reads: a try ends after ${seconds(FETCH_TRY_MS)}, and after an error, a timeout or the status 429, 502, 503 or 504 it is asked ` +
        `again, at most twice, with random pauses; all together end after ${seconds(BUDGET_MS)}. `,
    writes === ''
      ? []
      : `What is sent on line ${writes} may write: it ends after ${seconds(BUDGET_MS)} and is not sent again, since it may have been done. `,
    clients === ''
      ? []
      : `The client on line ${clients} sends quick reads only: a try ends after ${SDK_TRY_MS} ms, its ${SDK_TRIES} tries with the pauses of the SDK after 2.4 s. `,
  ];
  return (
    `In ${path} calls waited for their upstream without an end, so one that hangs held the invocation until its timeout. ${parts.flat().join('')}` +
    `Lambda's default timeout is 3 s; where an upstream rightly takes longer than these, the figures are to be raised.`
  );
}

/** Calls that wait without an end get one; what only reads is tried again within the same budget. */
export const timeoutAndRetry: Codemod = {
  kind: 'unbounded-wait',
  strategy: 'codemod:timeout-and-retry',
  differences: ['bounded-calls'],
  benefit: 'bounded-wait',
  apply(file, files, wanted) {
    const choice = choose(unboundedWaits(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const helper = namer(module)('fetchInTime');
    const edit = new MagicString(file.content);
    for (const each of choice.chosen) {
      if (each.bounds === 'client') boundClient(module, edit, each.client);
      else if (each.bounds === 'write') boundWrite(module, edit, each.call);
      else edit.overwrite(each.call.callee.start ?? 0, each.call.callee.end ?? 0, helper);
    }
    const reads = choice.chosen.some(({ bounds }) => bounds === 'read');
    const content = reads ? withHelper(edit.toString(), helperText(helper, isTypeScript(file.path))) : edit.toString();
    return { applied: true, file: { path: file.path, content }, explanation: explain(file.path, choice.chosen) };
  },
};
