import { walk } from '../../shared/source/ast.ts';
import { lineOf, moduleOf } from '../../shared/source/module.ts';
import { isScript } from '../../shared/source/paths.ts';
import { judged, type Check, type Finding } from '../check.ts';
import { isGlobalName } from '../policy/globals.ts';

/** Global variables of Node 24 (`Object.getOwnPropertyNames(globalThis)`), of CommonJS and of Lambda's runtime. */
const KNOWN = new Set(
  (
    'AbortController AbortSignal AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Blob Boolean ' +
    'BroadcastChannel Buffer ByteLengthQueuingStrategy CloseEvent CompressionStream CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException ' +
    'DataView Date DecompressionStream DisposableStack Error EvalError Event EventSource EventTarget File FinalizationRegistry Float16Array Float32Array Float64Array ' +
    'FormData Function Headers Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math MessageChannel MessageEvent MessagePort NaN ' +
    'Navigator Number Object Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList ' +
    'PerformanceResourceTiming Promise Proxy RangeError ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest ' +
    'ReadableStreamDefaultController ReadableStreamDefaultReader ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer Storage String ' +
    'SubtleCrypto SuppressedError Symbol SyntaxError TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController ' +
    'TypeError URIError URL URLPattern URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly WebSocket ' +
    'WritableStream WritableStreamDefaultController WritableStreamDefaultWriter atob btoa clearImmediate clearInterval clearTimeout console crypto ' +
    'decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval fetch global globalThis isFinite isNaN localStorage navigator parseFloat parseInt ' +
    'performance process queueMicrotask sessionStorage setImmediate setInterval setTimeout structuredClone undefined unescape ' +
    'arguments require module exports __dirname __filename awslambda'
  ).split(' '),
);

/** Every name that a changed file uses is declared there, imported, or one of the language, Node or Lambda. */
export const names: Check = {
  name: 'names',
  run({ before, changed }) {
    const findings = changed
      .filter(({ path }) => isScript(path))
      .flatMap((file): Finding[] => {
        const module = moduleOf(file);
        const old = before.find(({ path }) => path === file.path);
        const earlier = old === undefined ? null : moduleOf(old);
        if (module === null) return [];
        const missing = new Set(
          [...module.scopes.globals].filter((name) => !KNOWN.has(name) && earlier?.scopes.globals.has(name) !== true),
        );
        const found = new Map<string, Finding>();
        walk(module.program, (node) => {
          if (node.type !== 'Identifier' || !missing.has(node.name) || found.has(node.name) || !isGlobalName(module, node)) return;
          found.set(node.name, { file: file.path, line: lineOf(node), rule: 'unknown-name', message: `${node.name} is declared nowhere` });
        });
        return [...found.values()];
      });
    return judged('names', findings, 'every name is declared');
  },
};
