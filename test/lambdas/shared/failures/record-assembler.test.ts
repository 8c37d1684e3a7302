import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_TEXT } from '../../../../lambdas/shared/failures/failure.ts';
import { type LogRecord, MOST_LINES, RecordAssembler } from '../../../../lambdas/shared/failures/record-assembler.ts';
import { RECORDED, recordedText } from './recorded.ts';

function assemble(lines: readonly string[]): LogRecord[] {
  const assembler = new RecordAssembler();
  const records = lines.flatMap((line) => assembler.push(line) ?? []);
  const last = assembler.end();
  return last === null ? records : [...records, last];
}
const texts = (lines: readonly string[]) => assemble(lines).map(({ text }) => text);

/** A message over several lines has no marks: what follows its first line may be anything. */
const OPEN_ENDED = /multi|noted/;

/** Lines that are messages of their own, however much they look like parts of a stack. */
const MESSAGES = [
  'started',
  '  indented by somebody',
  '\ta tab first',
  'at noon',
  '    at noon (local time)',
  '   at startup',
  '  at /var/log/messages:12',
  ' at 0x00000000: 5a',
  'Caused by: a misunderstanding',
  'Caused by: java.lang.IllegalStateException: closed',
  '  Suppressed: nothing',
  '... 23 more',
  '\t... 5 more',
  'java.lang.NullPointerException',
  'TypeError: x is not a function',
  'ValueError',
  '  File "/var/task/app.py", line 3, in handler',
  '    raise ValueError(x)',
  '    ^^^^^',
  '^',
  '}',
  '  }',
  '],',
  '  "name": "x",',
  '  code: 7,',
  'stack backtrace:',
  '   0: name',
  '#0 /x.php(3): f()',
  '#1 {main}',
  'Stack trace:',
  'Require stack:',
  '- /var/task/index.js',
  'goroutine pool is full',
  'main.load(0x1)',
  '\t/src/main.go:12',
  'exit status 2',
  '/etc/hosts:12',
  '/etc/passwd:3',
  'During handling of the above exception, another exception occurred:',
  '--- End of inner exception stack trace ---',
  'from /x.rb:3',
  'note: this is one',
  '| a | table |',
  '+----+',
  'Node.js is fine',
  'ERROR something failed',
  '2026-11-20 12:00:00 ERROR something failed',
  '{"level":"info","message":"one line"}',
  '[',
  'values {',
];

describe('RecordAssembler', () => {
  it.each(RECORDED.filter((name) => !OPEN_ENDED.test(name)))('puts together what %s printed, between other lines', (name) => {
    const text = recordedText(name).replace(/^\n+/, '');
    const lines = text.split('\n');
    expect(texts(['before', ...lines, 'INFO: after', ' indented'])).toEqual(['before', text, 'INFO: after', ' indented']);
  });

  it.each(['python/multi.v1.txt', 'python/noted.v1.txt'])('ends the record of %s with the line of the exception', (name) => {
    const [first, ...others] = texts(recordedText(name).split('\n'));
    expect(first?.split('\n').at(-1)).toMatch(/^(?:ValueError: first line|KeyError: 'id')$/);
    expect(others.length).toBeGreaterThan(0);
  });

  it('keeps any order of recorded stacks apart', () => {
    const whole = RECORDED.filter((name) => !OPEN_ENDED.test(name));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...whole), { minLength: 1, maxLength: 6 }), (names) => {
        const all = names.map((name) => recordedText(name).replace(/^\n+/, ''));
        const lines = all.flatMap((text) => ['2026-11-20 12:00:00 INFO next', ...text.split('\n')]);
        expect(texts(lines).filter((text) => !text.startsWith('2026-11-20 12:00:00 INFO'))).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  it('joins no two messages of one line, whatever they look like', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MESSAGES), { maxLength: 12 }), (lines) => {
        // Two of them make a whole only together, and they do nowhere else.
        const isPair = lines.some((line, at) => PAIRS.some(([first, second]) => line === first && second.test(lines[at + 1] ?? '')));
        fc.pre(!isPair);
        expect(texts(lines)).toEqual(lines);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, string[]]>([
    [
      'frames below a message with a time',
      ['2026-11-20 ERROR failed', '    at load (/app/orders.js:3:4)', '    at async handler (/app/index.js:9:1)'],
    ],
    [
      'a traceback below what was logged',
      ['2026-11-20 ERROR failed', 'Traceback (most recent call last):', '  File "a.py", line 1, in f', '    f()', 'KeyError: 1'],
    ],
    [
      "Lambda's Python runtime",
      [
        "[ERROR] KeyError: 'x'",
        'Traceback (most recent call last):',
        '\u00a0\u00a0File "/var/task/a.py", line 1, in f',
        '\u00a0\u00a0\u00a0\u00a0f()',
      ],
    ],
    ['JSON over several lines', ['{', '  "level": "error",', '  "error": {', '    "code": 7', '  },', '  "list": [', '    1', '  ]', '}']],
    ['an object behind a message', ['response {', '  status: 500,', '  headers: { a: 1 }', '}']],
    ['a validator of several lines', ['ZodError: [', '  {', '    "code": "invalid_type"', '  }', ']', '    at parse (/app/a.js:1:2)']],
    [
      'Go',
      [
        'panic: boom',
        '',
        'goroutine 1 [running]:',
        'main.(*Repo).Find(0x1, {0x2, 0x3})',
        '\t/src/repo.go:12 +0x1d',
        'created by main.run in goroutine 1',
        '\t/src/main.go:3 +0x2',
        'exit status 2',
      ],
    ],
    [
      '.NET',
      [
        'Unhandled exception. System.Exception: x',
        ' ---> System.ArgumentException: y',
        '   at A.B.C(Int32 i) in /src/A.cs:line 3',
        '   --- End of inner exception stack trace ---',
        '   at A.D.Main()',
      ],
    ],
    ['Ruby', ["app.rb:3:in 'Orders#load': no (NoMethodError)", "\tfrom app.rb:9:in '<main>'"]],
    [
      'PHP',
      ['PHP Fatal error:  Uncaught E: no in /x.php:3', 'Stack trace:', '#0 /y.php(9): f(1)', '#1 {main}', '  thrown in /x.php on line 3'],
    ],
  ])('puts together: %s', (_what, lines) => {
    expect(texts(['before', ...lines, 'after'])).toEqual(['before', lines.join('\n'), 'after']);
  });

  it('knows frames in colours, and lines that end by a carriage return', () => {
    const lines = ['Error: x\r', '\u001b[90m    at f (node:net:1:2)\u001b[39m', '    at g (/a.js:1:2)\r'];
    expect(texts(lines)).toEqual([lines.join('\n')]);
  });

  it('keeps the lines of a private key together, with what stands before it', () => {
    const boundary = (word: string): string => `-----${word} RSA PRIVATE KEY-----`;
    const key = [
      `key: ${boundary('BEGIN')}`,
      'Proc-Type: 4,ENCRYPTED',
      '',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      'QhJvbXBvc3Vt=',
      boundary('END'),
    ];
    expect(texts(['loading', ...key, 'loaded'])).toEqual(['loading', key.join('\n'), 'loaded']);
    // One that was cut off ends where a message begins.
    expect(texts([key[0] ?? '', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'order 7 is placed'])).toHaveLength(2);
  });

  it('begins a record with a frame that follows an empty line', () => {
    expect(texts(['a', '', '    at f (/a.js:1:2)'])).toEqual(['a', '    at f (/a.js:1:2)']);
  });

  it('takes no plain line for the exception where none is expected', () => {
    expect(texts(['Traceback (most recent call last):', 'INFO: started'])).toHaveLength(2);
    const told = ["[ERROR] KeyError: 'x'", 'Traceback (most recent call last):', '  File "a.py", line 1, in f', '    f()'];
    expect(texts([...told, 'INFO: started'])).toEqual([told.join('\n'), 'INFO: started']);
  });

  it('says where a record began and how many lines it has', () => {
    expect(assemble(['', 'a', 'b', '    at f (/a.js:1:2)', '', 'c'])).toEqual([
      { text: 'a', firstLine: 2, lines: 1, cut: false },
      { text: 'b\n    at f (/a.js:1:2)', firstLine: 3, lines: 2, cut: false },
      { text: 'c', firstLine: 6, lines: 1, cut: false },
    ]);
    expect(assemble([])).toEqual([]);
    expect(assemble(['', ' \t', '\u00a0', '\u3000'])).toEqual([]);
  });

  it('keeps the first and the last lines of a record that is too long, and counts all', () => {
    const frames = Array.from({ length: 10_000 }, (_, index) => `  File "a.py", line ${index}, in f`);
    const [record, ...others] = assemble(['Traceback (most recent call last):', ...frames, 'KeyError: 1', 'after']);
    expect(record).toMatchObject({ lines: 10_002, cut: true });
    const lines = record?.text.split('\n') ?? [];
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    expect([lines[0], lines[1], lines.at(-1)]).toEqual(['Traceback (most recent call last):', frames[0], 'KeyError: 1']);
    expect(others).toHaveLength(1);
  });

  it('bounds the characters of a record, and those of a line of 10 MB', () => {
    const long = 'x'.repeat(10_000_000);
    const [first] = assemble([long]);
    expect(first).toMatchObject({ lines: 1, cut: true });
    expect(first?.text.length).toBeLessThanOrEqual(MOST_TEXT);
    const [record] = assemble([
      'Error: x',
      ...Array.from({ length: 1000 }, () => `    at f (/${'y'.repeat(1500)}.js:1:2)`),
      '    at g (/a.js:1:2)',
    ]);
    expect(record).toMatchObject({ lines: 1002, cut: true });
    expect(record?.text.length).toBeLessThanOrEqual(MOST_TEXT);
    expect(record?.text.endsWith('at g (/a.js:1:2)')).toBe(true);
  });

  it('loses no line and makes none up, whatever comes', () => {
    const line = fc.oneof(
      fc.constantFrom(...MESSAGES),
      fc.constantFrom(...RECORDED.flatMap((name) => recordedText(name).split('\n'))),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const records = assemble(lines);
        const kept = records.flatMap(({ text }) => text.split('\n')).filter((text) => text.trim() !== '');
        expect(kept).toEqual(lines.filter((text) => text.trim() !== ''));
        for (const { firstLine, text } of records) expect(lines[firstLine - 1]).toBe(text.split('\n')[0]);
      }),
    );
  });
});

/** What makes a whole of two of the messages above. */
const PAIRS: readonly (readonly [string, RegExp])[] = [
  ['[', /^ {2}"name/],
  ['values {', /^ {2}(?:"name"|code|Suppressed): |^ {3}0: /],
];
