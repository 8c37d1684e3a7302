import { type Failure, WRITTEN_TYPES } from '../failure.ts';

/** Lambda's own types have a dot that belongs to them (Lambda developer guide, "Understanding retry behavior", "Runtime.ImportModuleError"). */
const LAMBDA_TYPES = /^(?:Runtime|Sandbox|Extension|Function|Init)\.\w+$/;
/** Of what names no exception. */
const OWN_TYPES: ReadonlySet<string> = new Set(Object.values(WRITTEN_TYPES));
/** As in steady-function.ts: a class that a minifier renamed. */
const MINIFIED = /^[A-Za-z_$]\w?$|^[a-z][A-Za-z0-9]{2}$|^[A-Za-z]{1,2}\d$/;

/** A type without package, module and bundlers' numbers: it is written with them by one way of logging and without by another. */
export function steadyType({ type, runtime }: Failure): string {
  if (LAMBDA_TYPES.test(type) || OWN_TYPES.has(type)) return type;
  const last = type.split(/[.:\\]+/).at(-1) ?? type;
  const inner = runtime === 'jvm' ? (last.split('$').at(-1) ?? last) : last;
  if (runtime !== 'node' && runtime !== 'unknown') return inner === '' ? type : inner;
  const plain = inner.replace(/^_+(?=[A-Z])/, '').replace(/(?<=[a-z])(?:\$?\d{1,2})$/, '');
  return MINIFIED.test(inner) || plain === '' ? 'Error' : plain;
}
