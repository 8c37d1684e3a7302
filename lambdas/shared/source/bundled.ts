import type { SourceFile } from '../contract/records.ts';
import { isSource, isTypeScript } from './paths.ts';

/** Why a script was made by a program and not written by people; null: nothing says so. */
type Mark = (file: SourceFile) => string | null;

/** Largest script that people write, characters: the longest of a hundred well-known packages' sources has half of that. */
const LARGEST_WRITTEN = 256 * 1024;

/** What bundlers declare at the top of what they make, so that modules find one another in it. */
const BUNDLER_RUNTIME: readonly { by: string; pattern: RegExp }[] = [
  { by: 'webpack or ncc', pattern: /^\s*(?:\/\*+\/\s*)?(?:var|function)\s+(__(?:webpack|nccwpck)_\w+)/m },
  {
    by: 'esbuild or rolldown',
    pattern: /^(?:var|let|const)\s+(__(?:commonJS(?:Min)?|esm(?:Min)?|export(?:All)?|toESM|toCommonJS|copyProps))\s*=/m,
  },
  {
    by: 'rollup',
    pattern:
      /^(?:var|const|function)\s+(commonjsGlobal|getDefaultExportFromCjs|getAugmentedNamespace|createCommonjsModule|commonjsRequire)\b/m,
  },
  { by: 'rollup', pattern: /^function\s+(_interop(?:Default|Namespace)\w*)\s*\(/m },
  { by: 'parcel', pattern: /^\s*(?:var|function)\s+(parcelRequire\w*|\$parcel\$\w+)/m },
];

/** What compilers put around a module of CommonJS, and helpers of theirs for what older runtimes lack. */
const COMPILER_MARKS: readonly RegExp[] = [
  /^(?:["']use strict["'];\s*)?(Object\.defineProperty\(exports,\s*["']__esModule["'])/m,
  /^(exports\.__esModule)\s*=\s*true/m,
  /^(?:var|const)\s+(__(?:awaiter|generator|importDefault|importStar|createBinding|decorate|rest|spreadArray))\s*=/m,
  /^function\s+(_(?:async_to_generator|asyncToGenerator|interop_require_\w+|interopRequire\w+|object_spread\w*|objectSpread\w*))\s*\(/m,
];

/** Comments and the contents of strings: what is in them says nothing about who wrote the code. */
const NOT_CODE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g;
/** Below this much code its form says little. */
const LEAST_CODE = 120;
/**
 * Where the share of white space is below the first and that of the joints (operators, commas, blocks) with a blank below the second, code is
 * minified. Of this repository's thousand scripts (strings and comments left out) the densest has 0.10 and a blank at all its joints; minified by
 * esbuild the loosest has 0.09, since one blank stays where words meet, and none at a joint.
 */
const DENSE = 0.15;
const SPACED = 0.1;
const JOINT = /\s?(?:=>|[!=]==?|&&|\|\||\?\?|=)\s?|,\s?|\)\s?\{/g;

function lineOf(content: string, index: number): number {
  return content.slice(0, index).split('\n').length;
}

/** A line that is nothing but a comment with the path of a script: bundlers say by it what stood in which file. */
const ORIGIN = /^\/\/ (?:#region )?((?:\.{0,2}\/)?[\w@./-]+\.[cm]?[jt]sx?)$/gm;

const stem = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '').replace(/^.*\//, '');

const bundlerRuntime: Mark = ({ content }) => {
  for (const { by, pattern } of BUNDLER_RUNTIME) {
    const found = pattern.exec(content);
    if (found !== null) return `holds the runtime of ${by} (${found[1]}, line ${lineOf(content, found.index + found[0].length)})`;
  }
  return null;
};

/** Two other files' names, or its own in another language: one alone may be what somebody noted at the top of a file. */
const origins: Mark = ({ path, content }) => {
  const named = [...new Set([...content.matchAll(ORIGIN)].map(([, origin]) => origin ?? ''))];
  const others = named.filter((origin) => stem(origin) !== stem(path));
  const own = named.find((origin) => stem(origin) === stem(path) && isTypeScript(origin) !== isTypeScript(path));
  if (others.length >= 2) return `was put together from ${others.length} files (${others.slice(0, 2).join(', ')} …)`;
  return own === undefined ? null : `was made from ${own}`;
};

const sourceMap: Mark = ({ content }) => {
  const found = /^\/[/*][#@] sourceMappingURL=/m.exec(content);
  return found === null ? null : `was made from another file, as its source map says (line ${lineOf(content, found.index)})`;
};

const compiled: Mark = ({ content }) => {
  for (const pattern of COMPILER_MARKS) {
    const found = pattern.exec(content);
    if (found !== null) return `was compiled (${found[1]}, line ${lineOf(content, found.index)})`;
  }
  return null;
};

const minified: Mark = ({ content }) => {
  // An empty string stays where one was: what stands beside it keeps its neighbours.
  const code = content.replace(NOT_CODE, (text) => (text.startsWith('/') ? '' : '""'));
  if (code.trim().length < LEAST_CODE) return null;
  const share = (code.match(/\s/g)?.length ?? 0) / code.length;
  const joints = code.match(JOINT) ?? [];
  const spaced = joints.filter((joint) => /\s/.test(joint)).length;
  return joints.length > 0 && share < DENSE && spaced <= joints.length * SPACED
    ? `is minified (${Math.round(share * 100)} % white space)`
    : null;
};

const tooLarge: Mark = ({ content }) =>
  content.length > LARGEST_WRITTEN ? `has ${Math.round(content.length / 1024)} KB, more than people write into one file` : null;

export const MADE_KINDS = ['bundled', 'compiled', 'minified'] as const;
export type MadeKind = (typeof MADE_KINDS)[number];

/** The marks, the surest first. */
const MARKS: readonly { kind: MadeKind; mark: Mark }[] = [
  { kind: 'bundled', mark: bundlerRuntime },
  { kind: 'bundled', mark: origins },
  { kind: 'minified', mark: minified },
  { kind: 'compiled', mark: compiled },
  { kind: 'compiled', mark: sourceMap },
  { kind: 'bundled', mark: tooLarge },
];

export interface Made {
  kind: MadeKind;
  file: string;
  /** Begins with the file's path. */
  reason: string;
}

/**
 * Whether a script was made by a bundler, a compiler or a minifier: a change of it is lost with the next build. Null: it seems to be written by
 * people. What leaves no trace isn't seen: TypeScript with its types taken off, or modules that rollup merely puts behind one another.
 */
export function madeBy(file: SourceFile): Made | null {
  for (const { kind, mark } of MARKS) {
    const found = mark(file);
    if (found !== null) return { kind, file: file.path, reason: `${file.path} ${found}` };
  }
  return null;
}

/**
 * Why the scripts of a package (tests left out) are what a build made and not what people wrote; null: they are a source. What was made counts by
 * its size: a small library that somebody copied in doesn't make a bundle of the rest, and a bundle stays one with a written file beside it.
 */
export function bundledReason(files: readonly SourceFile[]): string | null {
  const scripts = files.filter((file) => isSource(file.path));
  const made = scripts.flatMap((file) => {
    const found = madeBy(file);
    return found === null ? [] : [{ ...found, size: file.content.length }];
  });
  const size = made.reduce((sum, file) => sum + file.size, 0);
  const all = scripts.reduce((sum, { content }) => sum + content.length, 0);
  const [largest] = made.toSorted((a, b) => b.size - a.size);
  return largest === undefined || size * 2 < all ? null : largest.reason;
}
