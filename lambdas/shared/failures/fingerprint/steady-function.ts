import type { Runtime } from '../failure.ts';

/** Names that transpilers, bundlers and runtimes give, or that every anonymous callback of a kind has: they say nothing about where it failed. */
const EMPTY_NAMES: Partial<Record<Runtime, RegExp>> = {
  node: /^(?:<anonymous>|anonymous|default|fulfilled|rejected|asyncGeneratorStep|_next|_throw|step|adopt|_onTimeout|_onImmediate|on\w+Complete|__\w+|module|exports|eval|processTicksAndRejections)$/,
  python: /^<\w+>$/,
  php: /^\{closure.*\}$/,
  ruby: /^<(?:main|top \(required\)|class:\S+|module:\S+)>$/,
  rust: /^(?:\w+\.)?(?:main|panic)$/,
};

/** Receivers that V8 names for any object, for modules and for timers; Lambda's runtime calls the handler on `Runtime`. */
const PLAIN_RECEIVERS =
  /^(?:Object|Function|Module|Runtime|exports|module|global|process|Timeout|Immediate|Promise|Array|Map|Set|Generator|AsyncFunction|undefined|null)$/;

/**
 * A minifier gives out names of one and two characters, and of three in a bundle with an SDK (esbuild: 54 of one, 54 x 64 of two, so that the third
 * comes with the 3,511th name). People's functions of three are words.
 */
const SHORT = 2;
const WORDS_OF_THREE: ReadonlySet<string> = new Set(
  (
    'abs ack add all and any api app ask avg buy cmp col cut day del div doc end env err eql fee fit fix fmt get has hex hit img inc ' +
    'job key lap len let lib log map max min mix mod mul new nor not now nth one opt own pad pay pin pop pow put req res row run ' +
    'say see seq set sql sub sum tag tap tax try url use utc xml xor zip'
  ).split(' '),
);

/** A function's name without what changes from one build to the next; null: nothing is left that says anything. */
export function steadyFunction(runtime: Runtime, name: string): string | null {
  const steady = STEADY[runtime]?.(name) ?? name;
  return steady === '' || EMPTY_NAMES[runtime]?.test(steady) === true ? null : steady;
}

const STEADY: Partial<Record<Runtime, (name: string) => string>> = {
  node: nodeName,
  jvm: jvmName,
  dotnet: dotnetName,
  go: goName,
  rust: (name) => lastParts(name.replace(/::h[0-9a-f]{16}$/, '').replaceAll(/::\{\{closure\}\}(?:#\d+)?/g, ''), '::', 2),
  ruby: (name) => name.replace(/^(?:rescue in |ensure in |block (?:\(\d+ levels\) )?in )+/, '').replace(/^.*[#.](?=.)/, ''),
  php: (name) => name.replace(/^.*\\/, '').replace(/->|::/, '.'),
};

/** Without `async`, `new` and `get`, and without the receiver unless it is a class with a name; then as people wrote it. */
function nodeName(name: string): string {
  const words = name.replace(/^(?:async |new |get |set |static )+/, '').replace(/ \[as .*\]$/, '');
  const accessor = /(?:^|\.)(?:get|set) ([^. ]+)$/.exec(words)?.[1];
  const parts = (accessor ?? words).split('.');
  const method = parts.at(-1) ?? '';
  const receiver = parts.length > 1 ? unnumbered(parts.at(-2) ?? '') : '';
  // Webpack names a module's function by its path or number.
  if (EMPTY_NAMES.node?.test(method) === true || /[/\\]|^\d+$/.test(method)) return '';
  const own = unnumbered(method);
  const isPrivate = own.startsWith('#');
  // A method is a property, whose name minifiers keep, but for private ones; alone it may be anything's.
  if (own.length <= SHORT || ((parts.length === 1 || isPrivate) && isMinified(own.replace('#', '')))) return '';
  return receiver === '' || isPrivate || PLAIN_RECEIVERS.test(receiver) || isMinified(receiver) ? own : `${receiver}.${own}`;
}

function isMinified(name: string): boolean {
  return name.length <= SHORT || (name.length === 3 && !WORDS_OF_THREE.has(name));
}

/** `foo2` and `_foo` of esbuild, `foo$1` of rollup, `async_handler` and `_handler` of compilers that lower async functions. */
function unnumbered(part: string): string {
  const name = part
    .replace(/^_+(?=[A-Za-z])/, '')
    .replace(/^async_(?=\w)/, '')
    .replace(/\$\d{1,3}$/, '');
  // `sha256` and `base64` are names: esbuild begins at 2 and has no leading zero.
  return name.replace(/(?<=[A-Za-z_$])(?:[2-9]|[1-9]\d)$/, '');
}

/** Without the package, numbers of anonymous classes and lambdas, proxies: `com.acme.Orders$1.lambda$load$0` is `Orders.load`. */
function jvmName(name: string): string {
  const parts = name.replace(/\/0x[0-9a-f]+/, '').split('.');
  const method = /^lambda\$(.+?)\$\d+$/.exec(parts.at(-1) ?? '')?.[1] ?? parts.at(-1) ?? '';
  const segments = (parts.at(-2) ?? '')
    .replace(/\$\$.*$/, '')
    .split('$')
    .filter((segment) => segment !== '' && !/^\d+$/.test(segment));
  // Kotlin makes a class of a lambda, named after the function around it: `Orders$load$1.invoke`.
  const isLambda = /^(?:invoke|invokeSuspend|apply|accept|get|run|call|test)$/.test(method) && /^[a-z]/.test(segments.at(-1) ?? '');
  const inner = isLambda
    ? (segments.pop() ?? '')
    : method === 'new' || method === 'null'
      ? ''
      : method.replace(/\$(?:default|suspendImpl|lambda|\d).*$/, '');
  return `${segments.join('$')}.${inner}`;
}

/** Without namespaces; `<Load>d__3.MoveNext` is the async method `Load`, `<>c.<Load>b__0_1` a lambda in it, `<Load>g__Inner|2_0` a function in it. */
function dotnetName(name: string): string {
  const around = /^(.*?)\.(?:<>c\w*\.)?<(\w+)>[a-z]__?[\w|]*(?:\.MoveNext)?$/.exec(name.replaceAll(/`\d+|\[[^\]]*\]/g, ''));
  const plain = around === null ? name.replaceAll(/`\d+|\[[^\]]*\]/g, '') : `${around[1] ?? ''}.${around[2] ?? ''}`;
  return lastParts(plain.replace('..', '.').replace('+<>c', ''), '.', 2);
}

/** Without the path of the package and the numbers of closures: `example.com/x.(*Repo).Find.func1` is `Repo.Find`. */
function goName(name: string): string {
  return name
    .replace(/^.*\//, '')
    .replaceAll(/\.func\d+(?:\.\d+)*/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/[(*)]/g, '')
    .replace(/^[\w-]+\.(?=\w)/, '');
}

function lastParts(name: string, separator: string, count: number): string {
  return name
    .split(separator)
    .filter((part) => part !== '')
    .slice(-count)
    .join('.');
}
