import { patternsOf } from '../built-in-pattern.ts';

const FIX_AT_FRAME = [
  'fix-at-frame',
  'Go to the first frame of your own code in the stack, and see on which path the value is not what the line takes it for.',
] as const;
const SOURCE_MAPS = [
  'source-maps',
  'If the stack shows a bundle, ship source maps and switch them on.',
  'aws lambda get-function-configuration --function-name {target} --query Environment.Variables.NODE_OPTIONS',
] as const;

/** Faults of the code itself; those of Python’s words have a file of their own. */
export const code = patternsOf('code', [
  {
    id: 'undefined-property',
    title: 'A property of undefined or null was read',
    description:
      'The value before the dot is undefined or null: a field that is optional, an answer that found nothing, a promise that was not awaited, or an event of another kind.',
    forms: [
      "Cannot read properties of undefined (reading '{property}')",
      "Cannot read properties of null (reading '{property}')",
      "Cannot read property '{property}' of undefined",
      "Cannot read property '{property}' of null",
      "Cannot set properties of undefined (setting '{property}')",
      "Cannot set properties of null (setting '{property}')",
      "Cannot set property '{property}' of undefined",
      "Cannot destructure property '{property}' of",
      'Cannot read properties of undefined',
      'Cannot read properties of null',
      'Cannot convert undefined or null to object',
      'undefined is not an object',
    ],
    solutions: [
      FIX_AT_FRAME,
      ['guard-value', 'Where it may be absent, say what holds then: an early return, a default, or optional chaining before .{property}.'],
      ['await-promise', 'If the value comes from a call, see that it is awaited.'],
      SOURCE_MAPS,
    ],
  },
  {
    id: 'not-a-function',
    title: 'What is called is no function',
    description:
      '{property} is not a function here: a wrong import (default or named), an older version of a package without it, a method lost with its object, or a shadowed name.',
    forms: [
      'TypeError: {property} is not a function',
      '{property} is not a function',
      'TypeError: {property} is not a constructor',
      '{property} is not a constructor',
      "Class constructor {class} cannot be invoked without 'new'",
    ],
    solutions: [
      ['check-import', 'See how {property} is imported and exported: default, named, or the whole module; bundlers and CommonJS differ.'],
      ['check-version', 'See whether the deployed version of the package has it.'],
      FIX_AT_FRAME,
    ],
  },
  {
    id: 'not-iterable',
    title: 'What is looped over is no list',
    description: 'A value was spread, destructured or looped over that is undefined or an object.',
    forms: [
      'TypeError: {property} is not iterable',
      '{property} is not iterable',
      'is not iterable (cannot read property Symbol(Symbol.iterator))',
      'Spread syntax requires ...iterable',
      'Invalid attempt to spread non-iterable instance',
      'Invalid attempt to destructure non-iterable instance',
      'is not an entry object',
    ],
    solutions: [FIX_AT_FRAME, ['default-list', 'Where it may be absent, take an empty list; to loop over an object use Object.entries.']],
  },
  {
    id: 'not-defined',
    title: 'A name is not defined',
    description:
      'The code uses a name that does not exist there: a missing import, a slip of the pen, a browser’s global in Node, or a variable that is used before its line.',
    forms: [
      'ReferenceError: {property} is not defined',
      'uncaughtException: {property} is not defined',
      "Cannot access '{property}' before initialization",
      "name '{property}' is not defined",
      "cannot access local variable '{property}'",
      "local variable '{property}' referenced before assignment",
      "undefined local variable or method '{property}'",
      'NameError: uninitialized constant {class}',
    ],
    solutions: [
      ['import-name', 'Import or declare {property}; a type check or linter finds these before deployment.', 'npx tsc --noEmit'],
      ['break-import-cycle', 'If it is imported, look for modules that import each other.'],
    ],
  },
  {
    id: 'not-serialisable',
    title: 'A value can’t be turned into JSON',
    description:
      'It refers to itself (a request, socket or ORM entity), or holds what JSON does not know: BigInt, Decimal, datetime, set, bytes. It may be the handler’s own answer.',
    forms: [
      'Converting circular structure to JSON',
      'Do not know how to serialize a BigInt',
      'Object of type {class} is not JSON serializable',
      'is not JSON serializable',
      'Circular reference detected',
      'Runtime.MarshalError',
      'Unable to marshal response',
      'cyclic object value',
      'A possible object cycle was detected',
      'Infinite recursion (StackOverflowError)',
      'No serializer found for class {class}',
      'An error occurred during JSON serialization of response',
      'json: unsupported type',
      'could not be cloned',
    ],
    solutions: [
      ['pick-fields', 'Pick the fields that are needed instead of the whole object (of an HTTP answer its data).'],
      [
        'convert-values',
        'Convert the others first: BigInt and Decimal to a text or number, dates to ISO 8601 (json.dumps(…, default=str)).',
      ],
    ],
  },
  {
    id: 'stack-overflow',
    title: 'The recursion does not end',
    description:
      'Functions called one another until the stack was full: a missing end of a recursion, data that refer to themselves, or a getter or proxy that calls itself.',
    forms: [
      'Maximum call stack size exceeded',
      'maximum recursion depth exceeded',
      'StackOverflowError',
      'goroutine stack exceeds',
      'stack level too deep',
      'StackOverflowException',
      'RecursionError',
    ],
    solutions: [
      ['end-recursion', 'Look at the frames that repeat, and at the case in which they should end.'],
      [
        'loop-instead',
        'For deep data use a loop with a list of what is left; spreading a huge array into arguments (push(...list)) overflows as well.',
      ],
    ],
  },
  {
    id: 'read-only-assignment',
    title: 'What may not be changed was assigned to',
    description:
      'A constant, a frozen object or a read-only property was written to; the configuration or a cached object may be frozen on purpose.',
    forms: [
      'Assignment to constant variable',
      "Cannot assign to read only property '{property}'",
      'object is not extensible',
      'which has only a getter',
      'does not support item assignment',
      'UnsupportedOperationException',
      'FrozenInstanceError',
      "can't modify frozen",
    ],
    solutions: [['copy-first', 'Work on a copy instead of changing what others hold too.'], FIX_AT_FRAME],
  },
  {
    id: 'null-pointer',
    title: 'An object was expected where there is none',
    description: 'A reference is null: a value that was not found, a field that was never set, or an argument that was left out.',
    forms: [
      'java.lang.NullPointerException',
      'NullPointerException',
      "NullPointerException: Cannot invoke '{method}' because",
      'Object reference not set to an instance of an object',
      'NullReferenceException',
      'invalid memory address or nil pointer dereference',
      "undefined method '{method}' for nil",
      'ArgumentNullException',
    ],
    solutions: [FIX_AT_FRAME, ['say-absence', 'Have what may be absent say so (Optional, a nullable type, two results) and handle it.']],
  },
  {
    id: 'class-cast',
    title: 'An object is of another class than expected',
    description:
      'A cast to a class that the object does not have: data deserialised as maps, a raw collection, or the same class from two loaders.',
    forms: [
      'ClassCastException',
      'class {class} cannot be cast to class {expected}',
      'InvalidCastException',
      'Unable to cast object of type',
      'interface conversion: interface {*} is',
      'ArrayStoreException',
    ],
    solutions: [
      FIX_AT_FRAME,
      ['typed-deserialisation', 'Deserialise into the class that is meant, and look before casting (instanceof, is, two results).'],
    ],
  },
  {
    id: 'index-out-of-bounds',
    title: 'An index lies outside of the list',
    description: 'The list, text or array is shorter than the code takes it for, mostly empty.',
    forms: [
      'IndexOutOfBoundsException',
      'ArrayIndexOutOfBoundsException',
      'StringIndexOutOfBoundsException',
      'Index {position} out of bounds for length {size}',
      'list index out of range',
      'string index out of range',
      'tuple index out of range',
      'IndexError',
      'Index was outside the bounds of the array',
      'index out of range [{position}] with length {size}',
      'Index was out of range',
      'outside buffer bounds',
      'NoSuchElementException',
      'Sequence contains no elements',
      'No value present',
    ],
    solutions: [['check-length', 'Look whether there is such an element first, and say what holds when the list is empty.'], FIX_AT_FRAME],
  },
  {
    id: 'assertion-failed',
    title: 'An assertion failed',
    description: 'The code checked something that it takes for certain, and it does not hold.',
    forms: ['AssertionError', 'ERR_ASSERTION', 'AssertionException', 'assertion failed', 'Debug.Assert'],
    solutions: [
      ['read-assertion', 'Read the condition at the frame: it says what was taken for certain; then find who breaks it.'],
      ['validate-instead', 'If it is about input, validate it and answer 400 instead.'],
    ],
  },
  {
    id: 'invalid-argument-type',
    title: 'A built-in function was given the wrong type',
    description: 'An argument is undefined or of another type than Node’s own function takes: a missing variable or field, mostly.',
    forms: [
      "The '{property}' argument must be of type",
      'ERR_INVALID_ARG_TYPE',
      'The first argument must be of type string or an instance of Buffer',
      'ERR_INVALID_ARG_VALUE',
      'Received undefined',
      "must be a string, got 'undefined'",
      'ERR_OUT_OF_RANGE',
      "Cannot use 'in' operator to search for",
    ],
    solutions: [
      FIX_AT_FRAME,
      ['validate-early', 'Check the value where it comes in: a variable of the environment, a field of the event.'],
    ],
  },
  {
    id: 'division-by-zero',
    title: 'A division by zero',
    description: 'The divisor is zero: an empty list, an interval without data.',
    forms: [
      'division by zero',
      'ZeroDivisionError',
      'ArithmeticException: / by zero',
      'integer divide by zero',
      'DivideByZeroException',
      'divided by 0',
    ],
    solutions: [['guard-divisor', 'Say what holds when there is nothing to divide by, before dividing.'], FIX_AT_FRAME],
  },
]);
