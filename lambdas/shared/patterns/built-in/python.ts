import { patternsOf } from '../built-in-pattern.ts';

const FIX_AT_FRAME = [
  'fix-at-frame',
  'Go to the last frame of your own code in the traceback, and see on which path the value is not what the line takes it for.',
] as const;

/** Faults of the code itself, in Python's words. */
export const python = patternsOf('code', [
  {
    id: 'python-none',
    title: 'None stands where a value was expected',
    description:
      'A call returned None: a get that found nothing, a function without a return on one path, a regular expression that did not match.',
    forms: [
      "'NoneType' object has no attribute '{property}'",
      "'NoneType' object is not subscriptable",
      "'NoneType' object is not iterable",
      "'NoneType' object is not callable",
      "object of type 'NoneType' has no len",
      "argument of type 'NoneType' is not",
      "operand type(s) for {*} 'NoneType' and",
      "and 'NoneType'",
      "'NoneType' object",
    ],
    solutions: [FIX_AT_FRAME, ['guard-value', 'Where it may be absent, say what holds then, before {property} is used.']],
  },
  {
    id: 'python-key-error',
    title: 'A dictionary has no such key',
    description: 'The key is not there: an optional field, another spelling, or an item that was not found.',
    forms: ["KeyError: '{key}'", 'KeyError: {key}', 'KeyError'],
    solutions: [
      ['use-get', 'Read what may be absent ({key}) by .get, with what holds then.'],
      ['validate-early', 'Check the input where it comes in, and answer 400 with the missing field.'],
    ],
  },
  {
    id: 'python-attribute-error',
    title: 'An object or module has no such attribute',
    description: 'The object is of another class than thought, the module of another version, or an own file hides a module of that name.',
    forms: [
      "'{class}' object has no attribute '{property}'",
      "module '{module}' has no attribute '{property}'",
      "type object '{class}' has no attribute '{property}'",
      'AttributeError',
    ],
    solutions: [
      FIX_AT_FRAME,
      ['check-version', 'If it is a library’s: see which version is deployed, and whether a layer brings another.', 'pip show {module}'],
      ['rename-own-file', 'Rename an own file that has the module’s name.'],
    ],
  },
  {
    id: 'python-arguments',
    title: 'A function was called with other arguments than it takes',
    description:
      'Too many, too few or unknown arguments: a handler without (event, context), a method without self, or another version of a library.',
    forms: [
      'missing {position} required positional argument',
      'missing {position} required keyword-only argument',
      'positional arguments but {position} were given',
      'positional argument but {position} were given',
      'positional argument but {position} was given',
      "got an unexpected keyword argument '{property}'",
      "got multiple values for argument '{property}'",
    ],
    solutions: [
      ['handler-signature', 'The handler takes two: def handler(event, context).'],
      ['check-version', 'If it is a library’s function: compare with the signature of the deployed version.'],
    ],
  },
  {
    id: 'python-type-error',
    title: 'An operation on the wrong type',
    description:
      'Texts and numbers were mixed, a list indexed by a name, a text taken for a dictionary (a body that was not parsed), or something called that is no function.',
    forms: [
      'unsupported operand type(s) for',
      'can only concatenate',
      'list indices must be integers or slices, not',
      'string indices must be integers',
      'object is not subscriptable',
      'object is not callable',
      'object is not iterable',
      'not supported between instances of',
      'must be str, not',
      'expected str, bytes or os.PathLike object',
      'unhashable type',
      'a bytes-like object is required',
      'too many values to unpack',
      'not enough values to unpack',
      'object is not a mapping',
      "can't be used in 'await' expression",
    ],
    solutions: [['parse-body', 'If a text is taken for a dictionary, parse it: json.loads(event["body"]).'], FIX_AT_FRAME],
  },
]);
