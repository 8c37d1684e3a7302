import MagicString from 'magic-string';
import { cacheableReads, type CacheableRead } from '../../shared/source/recognisers/cacheable-reads.ts';
import { moduleOf, type Module } from '../../shared/source/module.ts';
import { isTypeScript } from '../../shared/source/paths.ts';
import { choose, namer, withHelper, type Codemod } from './codemod.ts';

/**
 * How long an answer may be old. A catalogue, a price list or a parameter that changes is seen after half a minute at the
 * latest, about what a CDN in front of it would do; at one request a second and key, 29 of 30 reads are saved.
 */
const TTL_MS = 30_000;
/** Entries at most: at 10 KB an answer, 5 MB, under 4 % of the smallest function's 128 MB. */
const MAX_ENTRIES = 500;

function helperText(name: string, typed: boolean): string {
  const kept = typed ? ': Map<string, { until: number; value: Promise<T> }>' : '';
  const generic = typed ? '<T>' : '';
  const args = typed ? ': unknown[]' : '';
  const read = typed ? ': () => Promise<T>' : '';
  const out = typed ? ': Promise<T>' : '';
  return `/**
 * What \`read\` gives, kept by its arguments for ${TTL_MS / 1000} s, for at most ${MAX_ENTRIES} of them. Callers at the same time share one read; each gets
 * a copy of its own. A failure is not kept, nor is nothing, nor what was asked for by an object.
 */
function ${name}${generic}(kept${kept}, args${args}, read${read})${out} {
  if (args.some((value) => Object(value) === value)) return read();
  const key = JSON.stringify(args.map((value) => [typeof value, String(value)]));
  const now = Date.now();
  const known = kept.get(key);
  if (known && now < known.until) return known.value.then((value) => structuredClone(value));
  const entry = { until: now + ${TTL_MS / 1000}_000, value: read() };
  const forget = () => {
    if (kept.get(key) === entry) kept.delete(key);
  };
  kept.delete(key);
  kept.set(key, entry);
  for (const oldest of kept.keys()) if (kept.size > ${MAX_ENTRIES}) kept.delete(oldest);
  entry.value.then((value) => (value === undefined || value === null ? forget() : undefined), forget);
  return entry.value.then((value) => structuredClone(value));
}`;
}

/** The declaration's text up to its body: \`async function f(a) \` or \`const f = async (a) => \`. */
function headOf(content: string, read: CacheableRead): string {
  const head = content.slice(read.statement.start ?? 0, read.node.body.start ?? 0);
  return read.statement.type === 'FunctionDeclaration' ? head : head.slice(0, head.lastIndexOf('=>') + 2);
}

function wrap(module: Module, edit: MagicString, read: CacheableRead, helper: string, name: (wanted: string) => string): void {
  const { content } = module.file;
  const identifier = read.statement.type === 'FunctionDeclaration' ? read.statement.id : read.statement.declarations[0]?.id;
  if (identifier?.type !== 'Identifier') throw new Error(`${module.file.path}: the function on line ${read.site.line} has no name`);
  const original = name(`${identifier.name}Now`);
  const kept = name(`${identifier.name}Kept`);
  const types = isTypeScript(module.file.path) ? `<string, { until: number; value: ReturnType<typeof ${original}> }>` : '';
  const call = `${helper}(${kept}, [${read.parameters.join(', ')}], () => ${original}(${read.parameters.join(', ')}))`;
  const head = headOf(content, read).trimEnd();
  const wrapper = read.statement.type === 'FunctionDeclaration' ? `${head} {\n  return ${call};\n}` : `${head} ${call};`;
  // The map is declared above the comment that describes the function.
  edit.appendLeft(aboveComments(read, module), `const ${kept} = new Map${types}();\n\n`);
  edit.appendLeft(read.statement.start ?? 0, `${wrapper}\n\n`);
  edit.overwrite(identifier.start ?? 0, (identifier.start ?? 0) + identifier.name.length, original);
}

function aboveComments(read: CacheableRead, module: Module): number {
  const at = module.program.body.find((statement) => statement.start === read.site.start);
  const index = at === undefined ? -1 : module.program.body.indexOf(at);
  const line = module.program.body[index - 1]?.loc?.end.line ?? 0;
  return at?.leadingComments?.find((comment) => (comment.loc?.start.line ?? 0) > line)?.start ?? read.site.start;
}

/** Reads whose result depends on nothing but their parameters go through a bounded cache with a time to live. */
export const ttlCache: Codemod = {
  kind: 'uncached-read',
  strategy: 'codemod:ttl-cache',
  differences: ['fewer-reads'],
  benefit: 'duration',
  apply(file, files, wanted) {
    const choice = choose(cacheableReads(file, files), wanted);
    if ('reason' in choice) return { applied: false, reason: choice.reason };
    const module = moduleOf(file);
    if (module === null) return { applied: false, reason: 'the file does not parse' };
    const name = namer(module);
    const helper = name('keepForAWhile');
    const edit = new MagicString(file.content);
    for (const read of choice.chosen) wrap(module, edit, read, helper, name);
    const names = choice.chosen.map(({ site }) => `\`${site.functionName ?? 'the function'}\``).join(' and ');
    return {
      applied: true,
      file: { path: file.path, content: withHelper(edit.toString(), helperText(helper, isTypeScript(file.path))) },
      explanation:
        `${names} in ${file.path} asked its upstream anew with each call. Its answer depends on its parameters only, so it is kept for ${TTL_MS / 1000} s ` +
        `(at most ${MAX_ENTRIES} answers); calls at the same time share one request, failures are not kept, and every caller gets a copy of its own.`,
    };
  },
};
