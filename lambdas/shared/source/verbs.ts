/**
 * What a name says about a call whose code is not there to be read. Only a name that starts with a reading verb and holds
 * no writing one counts as a read; all others do not.
 */
const READING = new Set([
  'get',
  'fetch',
  'load',
  'read',
  'find',
  'list',
  'lookup',
  'describe',
  'head',
  'search',
  'select',
  'retrieve',
  'peek',
]);

const WRITING = new Set(
  (
    'put post delete update send create set save store write insert remove add publish emit notify push upsert increment decrement patch mark ' +
    'register record log audit enqueue dequeue pop consume receive claim acquire lock reserve commit charge pay book next take begin start ' +
    'transfer execute apply invoke run renew refresh touch or and then'
  ).split(' '),
);

/** Commands of the AWS SDK that change nothing, by the start of their name. */
const READING_COMMAND =
  /^(?:BatchGet|TransactGet|Get|Query|Scan|List|Describe|Head|Search|Lookup|Select)[A-Z]?\w*Command$|^(?:Query|Scan|Get|BatchGet|TransactGet)Command$/;
/** They read, and move something on: a queue, a shard's position, a lease. */
const READS_WITH_EFFECT = /^(?:GetRecords|GetShardIterator|ReceiveMessage)/;

/** `loadPriceList` → load, price, list. */
function words(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_$]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export function isReadingName(name: string): boolean {
  const [first, ...rest] = words(name);
  return first !== undefined && READING.has(first) && !rest.some((word) => WRITING.has(word));
}

export function isReadingCommand(name: string): boolean {
  return READING_COMMAND.test(name) && !READS_WITH_EFFECT.test(name);
}

/** What gives another answer with each call, or is asked again because its answer may have moved on. */
const CHANGING = new Set(
  (
    'random nonce uuid guid unique now time timestamp clock date sequence counter cursor offset next status state progress health heartbeat token lease ' +
    'queue depth pending shuffled sample'
  ).split(' '),
);

/** Whether the name of a read says that two calls at different moments may differ, with nothing written between them. */
export function isChangingName(name: string): boolean {
  return words(name).some((word) => CHANGING.has(word));
}

/** What a reading name reads: `customer` of `fetchCustomer`, `priceList` of `loadPriceList`; '' when it says only that it reads. */
export function objectOfName(name: string): string {
  const rest = name.replace(/^[a-z\d]+/, '');
  return isReadingName(name) ? rest.charAt(0).toLowerCase() + rest.slice(1) : '';
}

/** Methods of JavaScript's own values that change nothing but what their callback changes. */
export const PURE_METHODS = new Set(
  (
    'map filter find findIndex findLast findLastIndex some every reduce reduceRight flatMap flat slice concat includes indexOf lastIndexOf join ' +
    'at keys values entries has get toSorted toReversed toSpliced with forEach trim trimStart trimEnd split padStart padEnd repeat replace ' +
    'replaceAll startsWith endsWith toUpperCase toLowerCase substring charAt charCodeAt codePointAt localeCompare match matchAll normalize ' +
    'toString toFixed toPrecision toLocaleString toISOString toJSON valueOf getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds ' +
    'getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours json text arrayBuffer bytes blob formData transformToString transformToByteArray ' +
    'promise then catch finally hasOwnProperty format'
  ).split(' '),
);

/** Methods that change the object that they are called on. */
export const MUTATING_METHODS = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin set add delete clear append'.split(' '),
);

export const PURE_GLOBALS = new Set(
  (
    'String Number Boolean BigInt Array Object Symbol parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI ' +
    'structuredClone atob btoa'
  ).split(' '),
);

/** Objects of the language whose functions have no effect outside of their result. */
export const PURE_NAMESPACES = new Set(
  'Math JSON Object Array Number String Promise Date Intl Buffer AbortSignal performance URL Symbol BigInt'.split(' '),
);

export const PURE_CONSTRUCTORS = new Set(
  (
    'Date Map Set WeakMap WeakSet URL URLSearchParams Array Object Headers AbortController Uint8Array Float64Array ArrayBuffer TextEncoder TextDecoder RegExp ' +
    'Error TypeError RangeError SyntaxError AggregateError Intl'
  ).split(' '),
);

/** Functions of `Object` that change what they are given first. */
export const CHANGES_FIRST_ARGUMENT = new Set(
  'assign defineProperty defineProperties setPrototypeOf freeze seal preventExtensions'.split(' '),
);

/** Built-in modules that only compute. */
export const PURE_MODULES = new Set('node:path path node:url url node:querystring querystring'.split(' '));
