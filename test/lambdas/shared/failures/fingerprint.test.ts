import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fingerprint } from '../../../../lambdas/shared/contract/failure-records.ts';
import { fingerprintOf, locationOf } from '../../../../lambdas/shared/failures/fingerprint.ts';
import { readFailure } from '../../../../lambdas/shared/failures/read-failure.ts';
import { RECORDED, recordedText } from './recorded.ts';

function fingerprint(text: string): Fingerprint {
  const failure = readFailure(text);
  if (failure === null) throw new Error(`no failure in ${text.slice(0, 200)}`);
  return fingerprintOf(failure);
}
const id = (text: string) => fingerprint(text).id;
const framesOf = (text: string) => fingerprint(text).frames;
const location = (text: string) => locationOf(readFailure(text) ?? expect.fail('no failure'));

/** A stack of Node with these frames below one head. */
const node = (...frames: string[]) => `OrderError: order 4 is gone\n${frames.map((frame) => `    at ${frame}`).join('\n')}`;
const java = (...frames: string[]) => `com.acme.OrderException: order 4 is gone\n${frames.map((frame) => `\tat ${frame}`).join('\n')}`;
const python = (...frames: string[]) =>
  `Traceback (most recent call last):\n${frames.map((frame) => `  File ${frame}\n    code()`).join('\n')}\nOrderError: order 4 is gone`;

const BASE = node('load (/var/task/src/orders.js:3:22)', 'handler (/var/task/src/main.js:9:1)');

describe('what a deployment changes does not matter', () => {
  it.each(RECORDED.filter((name) => name.includes('.v1.')))('%s has the fingerprint of its next version', (name) => {
    const after = fingerprint(recordedText(name.replace('.v1.', '.v2.')));
    expect(after).toEqual(fingerprint(recordedText(name)));
    expect(Fingerprint.safeParse(after).success).toBe(true);
  });

  it.each(['chain', 'during'])('nor does the version of Python: %s', (name) => {
    expect(fingerprint(recordedText(`python/${name}.v0.txt`))).toEqual(fingerprint(recordedText(`python/${name}.v1.txt`)));
  });

  it.each<[string, string, string]>([
    ['lines and columns', BASE, node('load (/var/task/src/orders.js:77:1)', 'handler (/var/task/src/main.js:120:33)')],
    ['the root', BASE, node('load (/usr/src/app/src/orders.js:3:22)', 'handler (/usr/src/app/src/main.js:9:1)')],
    ['a root that nobody knows', BASE, node('load (/somewhere/17/orders.js:3:22)', 'handler (/somewhere/17/main.js:9:1)')],
    ['a root of Windows', BASE, node('load (C:\\work\\src\\orders.js:3:22)', 'handler (C:\\work\\src\\main.js:9:1)')],
    ['an address for a path', BASE, node('load (file:///var/task/src/orders.js:3:22)', 'handler (file:///var/task/src/main.js:9:1)')],
    ["a source map's address", BASE, node('load (webpack://orders/./src/orders.ts:3:22)', 'handler (webpack:///./src/main.ts:9:1)')],
    ['the folder of a build', BASE, node('load (/var/task/dist/orders.mjs:3:22)', 'handler (/var/task/build/main.cjs:9:1)')],
    ['TypeScript for JavaScript', BASE, node('load (/var/task/src/orders.ts:3:22)', 'handler (/var/task/src/main.ts:9:1)')],
    ['async', BASE, node('async load (/var/task/src/orders.js:3:22)', 'async Runtime.handler [as handler] (/var/task/src/main.js:9:1)')],
    ['the receiver', BASE, node('Object.load (/var/task/src/orders.js:3:22)', 'exports.handler (/var/task/src/main.js:9:1)')],
    ['hashes in names', BASE, node('load (/var/task/orders-3f9ab2.js:3:22)', 'handler (/var/task/main.4AB7QX2C.js:9:1)')],
    ['numbers and signs of bundlers', BASE, node('load2 (/var/task/orders.js:3:22)', 'handler$1 (/var/task/main.js:9:1)')],
    ['names of compilers', BASE, node('_load (/var/task/orders.js:3:22)', 'async_handler (/var/task/main.js:9:1)')],
    [
      'helpers of compilers',
      BASE,
      node(
        'load (/var/task/orders.js:3:22)',
        'Generator.next (<anonymous>)',
        '/var/task/orders.js:8:71',
        'new Promise (<anonymous>)',
        '__awaiter (/var/task/orders.js:4:12)',
        'fulfilled (/var/task/orders.js:5:58)',
        'handler (/var/task/main.js:9:1)',
      ),
    ],
    [
      'functions without a name',
      BASE,
      node(
        '/var/task/orders.js:1:1',
        'Array.map (<anonymous>)',
        'load (/var/task/orders.js:3:22)',
        'Object.<anonymous> (/var/task/orders.js:8:1)',
        'handler (/var/task/main.js:9:1)',
        'Module._compile (node:internal/modules/cjs/loader:1554:14)',
      ),
    ],
    [
      "libraries' and Node's frames",
      BASE,
      node('query (/var/task/node_modules/pg/client.js:1:2)', 'load (/var/task/orders.js:3:22)', 'handler (/var/task/main.js:9:1)'),
    ],
    [
      'bundles',
      node('load (/var/task/index.js:30:22)', 'handler (/var/task/index.js:90:1)'),
      node('load2 (/var/task/chunk-ABC234XY.mjs:3:22)', 'handler (/var/task/index-9f8e7d6c.mjs:9:1)'),
    ],
    [
      'names that are nothing but a hash',
      node('load (/var/task/3f9ab2cd.js:30:22)', 'handler (/var/task/17.js:90:1)'),
      node('load (/var/task/0011aaff.js:30:22)', 'handler (/var/task/942.js:90:1)'),
    ],
    [
      "webpack's modules",
      node('load (/var/task/main.js:30:22)', 'handler (/var/task/main.js:90:1)'),
      node(
        'load (/var/task/main.js:1:222)',
        '123 (/var/task/main.js:1:99)',
        '__webpack_require__ (/var/task/main.js:1:40)',
        './src/x.ts (/var/task/main.js:9:1)',
        'handler (/var/task/main.js:90:1)',
      ),
    ],
    [
      "a minifier's names",
      node('t (/var/task/index.js:1:23456)', 'n.price (/var/task/index.js:1:99)', 'kMe (/var/task/index.js:1:1)'),
      node('e (/var/task/index.js:1:11111)', 'a.price (/var/task/index.js:1:12)', 'xQ (/var/task/index.js:1:2)'),
    ],
    [
      'a recursion',
      node('depth (/var/task/tree.js:1:2)', 'handler (/var/task/main.js:1:2)'),
      node(
        'depth (/var/task/tree.js:1:2)',
        'depth (/var/task/tree.js:1:2)',
        'depth (/var/task/tree.js:1:2)',
        'handler (/var/task/main.js:1:2)',
      ),
    ],
    [
      "the JVM's numbers",
      java('com.acme.Orders.lambda$load$0(Orders.java:3)', 'com.acme.Orders$1.run(Orders.java:9)', 'com.acme.Main.main(Main.java:5)'),
      java('com.acme.Orders.lambda$load$14(Orders.java:8)', 'com.acme.Orders$7.run(Orders.java:12)', 'com.acme.Main.main(Main.java:6)'),
    ],
    [
      "the JVM's generated classes",
      java('com.acme.Orders.load(Orders.java:3)', 'com.acme.Main.main(Main.java:5)'),
      java(
        'com.acme.Orders.load(Orders.java:3)',
        'com.acme.Orders$$FastClassBySpringCGLIB$$3f2a.invoke(<generated>)',
        'com.acme.Orders$$Lambda$14/0x0000000800c8.apply(Unknown Source)',
        'jdk.proxy2/jdk.proxy2.$Proxy12.load(Unknown Source)',
        'java.base/jdk.internal.reflect.GeneratedMethodAccessor14.invoke(Unknown Source)',
        'com.acme.Main.access$000(Main.java:2)',
        'com.acme.Main.main(Main.java:5)',
      ),
    ],
    [
      "Python's environments",
      python('"/var/task/app.py", line 3, in handler', '"/var/task/orders.py", line 8, in load'),
      python(
        '"/srv/x/app.py", line 4, in handler',
        '"/srv/x/.venv/lib/python3.13/site-packages/wrapt.py", line 8, in __call__',
        '"/srv/x/app.py", line 9, in <lambda>',
        '"/srv/x/orders.py", line 9, in load',
      ),
    ],
    ['the package of a class', 'com.acme.OrderException: gone', 'OrderException: gone'],
    ['the module of a class', 'ERROR app.errors.OrderError: gone', 'ERROR __main__.OrderError: gone'],
    [
      "a bundler's number at a class",
      node('load (/var/task/index.js:1:2)'),
      node('load (/var/task/index.js:1:2)').replace('OrderError', 'OrderError2'),
    ],
  ])('%s', (_what, before, after) => {
    expect(fingerprint(after)).toEqual(fingerprint(before));
  });

  it('leaves out what says nothing, until type and message are all there is', () => {
    expect(fingerprint(node('t (/var/task/index.js:1:23456)', '/var/task/index.js:1:9'))).toMatchObject({
      type: 'OrderError',
      template: 'order <*> is gone',
      frames: [],
    });
    expect(framesOf(node('/var/task/src/orders.js:1:9'))).toEqual(['<anonymous> (orders)']);
  });

  it('takes no notice of lines, hashes, ids and roots whatever they are', () => {
    const hash = fc.stringMatching(/^[0-9a-f]{6,12}$/).filter((text) => /\d/.test(text));
    const root = fc.constantFrom('/var/task/', 'file:///var/task/', '/app/dist/', '/home/someone/orders/build/', 'webpack://orders/./src/');
    const number = fc.nat({ max: 99_999 });
    const one = fc.record({ line: number, hash, root, id: fc.oneof(number, fc.uuid()), numbered: fc.integer({ min: 2, max: 99 }) });
    const textOf = (v: { line: number; hash: string; root: string; id: number | string; numbered: number }) =>
      `OrderError: order ${v.id} is gone\n    at load${v.numbered} (${v.root}orders-${v.hash}.js:${v.line}:7)\n    at async handler (${v.root}main.js:${v.line + 9}:1)`;
    fc.assert(fc.property(one, one, (before, after) => id(textOf(before)) === id(textOf(after))));
  });
});

describe('what tells failures apart', () => {
  it.each<[string, string]>([
    ['another type', BASE.replace('OrderError', 'StockError')],
    ['another message', BASE.replace('is gone', 'is there twice')],
    ['another function', BASE.replace('load', 'save')],
    ['another caller', BASE.replace('handler', 'worker')],
    ['another file', BASE.replace('orders.js', 'stock.js')],
    ['no stack', 'OrderError: order 4 is gone'],
  ])('%s', (_what, other) => {
    expect(id(other)).not.toBe(id(BASE));
  });

  it.each<[string, string, string]>([
    [
      "names of the code's own in the message",
      "TypeError: Cannot read properties of undefined (reading 'price')",
      "TypeError: Cannot read properties of undefined (reading 'sku')",
    ],
    ['the module that is missing', "Error: Cannot find module 'pg'", "Error: Cannot find module 'redis'"],
    [
      'the attribute that is missing',
      "AttributeError: 'NoneType' object has no attribute 'id'",
      "AttributeError: 'NoneType' object has no attribute 'name'",
    ],
    [
      'the code of a service',
      '[ERROR] ClientError: An error occurred (AccessDenied) when calling the GetObject operation: x',
      '[ERROR] ClientError: An error occurred (NoSuchKey) when calling the GetObject operation: x',
    ],
    [
      "Lambda's own types",
      'RequestId: r Error: Runtime exited with error: exit status 1\nRuntime.ExitError',
      'RequestId: r Error: Runtime exited with error: exit status 1\nRuntime.OutOfMemory',
    ],
    ['what was written down', '2026-11-20 ERROR giving up', '2026-11-20 ERROR going on'],
    ['methods of classes', node('Orders.load (/var/task/index.js:1:2)'), node('Stock.load (/var/task/index.js:1:2)')],
    ['inner classes of the JVM', java('com.acme.Orders$Item.price(Orders.java:3)'), java('com.acme.Orders$Cart.price(Orders.java:3)')],
    ['folders of index files', node('load (/var/task/src/orders/index.js:1:2)'), node('load (/var/task/src/stock/index.js:1:2)')],
  ])('%s', (_what, one, other) => {
    expect(id(other)).not.toBe(id(one));
  });
});

describe('frames of a fingerprint', () => {
  it.each<[string, string, string[]]>([
    [
      'at most three, innermost first',
      node(
        'aaa1 (/var/task/one.js:1:2)',
        'second (/var/task/two.js:1:2)',
        'tri (/var/task/x.js:1:2)',
        'three (/var/task/three.js:1:2)',
        'four (/var/task/four.js:1:2)',
      ),
      ['aaa1 (one)', 'second (two)', 'three (three)'],
    ],
    [
      'private methods and accessors',
      node('#rate (/var/task/a.js:1:2)', 'get total (/var/task/b.js:1:2)', 'Cart.set total (/var/task/c.js:1:2)'),
      ['#rate (a)', 'total (b)', 'total (c)'],
    ],
    ['constructors', node('new Cart (/var/task/a.js:1:2)'), ['Cart (a)']],
    [
      'index files',
      node('load (/var/task/src/orders/index.js:1:2)', 'handler (/var/task/index.js:1:2)'),
      ['load (orders/index)', 'handler'],
    ],
    [
      "the cause's where the exception has none of its own",
      `java.util.concurrent.ExecutionException: x\n\tat java.base/java.util.concurrent.FutureTask.report(FutureTask.java:1)\nCaused by: com.acme.E: y\n\tat com.acme.Orders.load(Orders.java:12)`,
      ['Orders.load (Orders)'],
    ],
    ['not those of several errors', recordedText('node/aggregate.txt'), []],
    [
      'without what the SDK for JavaScript does in a bundle',
      node(
        'throwDefaultError (/var/task/index.js:1:2)',
        'de_CommandError (/var/task/index.js:1:2)',
        'async deserializerMiddleware (/var/task/index.js:1:2)',
        'async /var/task/index.js:1:2',
        'async save (/var/task/index.js:77:1)',
      ),
      ['save'],
    ],
    [
      'Kotlin',
      java('com.acme.Orders$load$1.invokeSuspend(Orders.kt:3)', 'com.acme.OrdersKt.main$default(Orders.kt:9)'),
      ['Orders.load (Orders)', 'OrdersKt.main (Orders)'],
    ],
    [
      '.NET',
      'System.Exception: x\n   at Orders.Service.<LoadAsync>d__3.MoveNext() in /src/Service.cs:line 12\n   at Orders.Program.<>c__DisplayClass1_0.<Main>b__0(String x) in /src/Program.cs:line 5',
      ['Service.LoadAsync (Service)', 'Program.Main (Program)'],
    ],
    [
      'Go',
      'panic: x\n\ngoroutine 1 [running]:\nexample.com/shop/orders.(*Repo).Find.func1(0x1)\n\t/src/orders/repo.go:12 +0x1\nmain.main()\n\t/src/main.go:3 +0x1',
      ['Repo.Find (repo)', 'main (main)'],
    ],
    [
      'Ruby before and since 3.4',
      "/a/app.rb:3:in 'Orders#load': x (E)\n\tfrom /a/app.rb:9:in `block (2 levels) in handler'",
      ['load (app)', 'handler (app)'],
    ],
    ['Rust', recordedText('rust/unwrap.v1.txt'), ['Repo.find (main)']],
  ])('%s', (_what, text, frames) => {
    expect(framesOf(text)).toEqual(frames);
  });

  it('bears no secret', () => {
    const text = `Error: password=hunter2 for alice@example.com with AKIAABCDEFGHIJKLMNOP\n    at AKIAABCDEFGHIJKLMNOP (/var/task/AKIAABCDEFGHIJKLMNOP.js:1:2)`;
    expect(JSON.stringify([fingerprint(text), location(text)])).not.toMatch(/hunter2|alice|AKIAABCDEFGHIJKLMNOP/);
  });
});

describe('templates', () => {
  it.each([
    ['order 41 not found', 'order <*> not found'],
    ['order-41, order-42 and more', '<*> and more'],
    ['ids 1, 2, 3, 4', 'ids <*>'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED <*>'],
    ["ENOENT: no such file or directory, open '/tmp/x.txt'", 'ENOENT: no such file or directory, open <*>'],
    ["Cannot find module 'pg'\nRequire stack:\n- /var/task/index.js", "Cannot find module 'pg' Require stack: - <*>"],
    ['GET https://api.example.com/v1/orders/4?key=1 answered 503', 'GET <*> answered <*>'],
    ["order 4 can't be read, won't be", "order <*> can't be read, won't be"],
    ["Cannot find module '@aws-sdk/client-s3'", "Cannot find module '@aws-sdk/client-s3'"],
    ["Cannot find package 'pg' imported from /var/task/index.mjs", "Cannot find package 'pg' imported from <*>"],
    ['user "alice" is unknown', 'user <*> is unknown'],
    ['duplicate key value violates unique constraint "orders_pkey"', "duplicate key value violates unique constraint 'orders_pkey'"],
  ])('%j', (message, template) => {
    expect(fingerprint(`Error: ${message}`).template).toBe(template);
  });
});

describe('locationOf', () => {
  it.each([
    [BASE, 'src/orders.js:3'],
    [node('f (node:net:1:2)', 'load (file:///var/task/src/orders.mjs:3:22)'), 'src/orders.mjs:3'],
    [node('load (/usr/src/app/src/orders.js:3:22)'), 'src/orders.js:3'],
    [node('load (webpack://orders/./src/orders.ts:3:22)'), 'src/orders.ts:3'],
    [node('load (/home/someone/orders.js:3:22)'), '/home/someone/orders.js:3'],
    [java('com.acme.shop.Orders.load(Orders.java:12)'), 'com/acme/shop/Orders.java:12'],
    [python('"/var/task/app.py", line 3, in handler', '"/var/task/shop/orders.py", line 8, in load'), 'shop/orders.py:8'],
    [recordedText('java/reflect.v1.txt'), 'com/acme/orders/Orders.java:39'],
    ['Error: alone', null],
    [node('f (node:net:1:2)'), null],
  ])('%j: %s', (text, place) => {
    expect(location(text)).toBe(place);
  });
});
