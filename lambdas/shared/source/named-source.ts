import * as z from 'zod';
import type { SourceFile, Target } from '../contract/records.ts';
import type { CodePackage, TargetSource } from '../ports.ts';
import { packageKind, type PackageKind } from './package-kind.ts';
import { isSource } from './paths.ts';

/** What an archive may say of itself, at its top. */
export const SourceManifest = z.strictObject({
  /** Folder that holds the source; the rest isn't looked at. */
  root: z.string().optional(),
  /** Lambda’s setting as it holds in the source, where the build moves the handler. */
  handler: z.string().optional(),
  /** The command that makes a package of it, for people to read: Kaizen never runs it. */
  build: z.string().min(1).optional(),
  /** CodeSha256 of the package that was built of it. */
  version: z.string().min(1).optional(),
});
export type SourceManifest = z.infer<typeof SourceManifest>;

export const MANIFEST = 'kaizen.json';

type Refused = Extract<TargetSource, { ok: false }>;

export const refused = (problem: Refused['problem'], reason: string): Refused => ({ ok: false, problem, reason });

/** What a package that is no source comes to. `advice`: what people can do about it. */
export function kindProblem(kind: Exclude<PackageKind, { kind: 'source' }>, advice: string): Refused {
  if (kind.kind === 'not-javascript') return refused('not-javascript', kind.reason);
  return refused(kind.kind === 'no-handler' ? 'unreadable' : 'bundled', `${kind.reason}; ${advice}`);
}

/** The files of a folder, their paths taken from there. */
function below(files: readonly SourceFile[], folder: string): SourceFile[] {
  if (folder === '') return [...files];
  const prefix = `${folder}/`;
  return files.flatMap(({ path, content }) => (path.startsWith(prefix) ? [{ path: path.slice(prefix.length), content }] : []));
}

function readManifest(files: readonly SourceFile[]): SourceManifest | { unreadable: string } {
  const file = files.find(({ path }) => path === MANIFEST);
  if (file === undefined) return {};
  try {
    const parsed = SourceManifest.safeParse(JSON.parse(file.content));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return { unreadable: `${issue?.path.join('.') || '(root)'}: ${issue?.message}` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { unreadable: 'it is no JSON' };
  }
}

/** The scripts of the deployed package (tests left out), by whether the source has the very same. */
function compare(deployed: readonly SourceFile[], source: readonly SourceFile[]) {
  const contents = new Map(source.map(({ path, content }) => [path, content]));
  const scripts = deployed.filter(({ path }) => isSource(path));
  return {
    scripts: scripts.length,
    missing: scripts.filter(({ path }) => !contents.has(path)),
    different: scripts.filter(({ path, content }) => contents.has(path) && contents.get(path) !== content),
  };
}

export interface NamedSource {
  target: Pick<Target, 'runtime' | 'handler'>;
  /** Every text file of the archive. */
  archive: readonly SourceFile[];
  /** Folder of the archive that the tag names; '' for all of it. */
  folder: string;
  /** Where the archive is, for people. */
  place: string;
  codeSha256: string;
  /** The deployed package; null: it can't be read, as a container image can't. */
  deployed: Pick<CodePackage, 'files'> | null;
}

/**
 * Takes an archive for the source of a deployed version. Where every script of the deployed package stands in it byte for byte, a change of it is a
 * change of the package, and can be published (the archive then only brings what a package leaves out: its tests). Anything else is built by
 * people, so that its changes are theirs to build and deploy.
 */
export function namedSource({ target, archive, folder, place, codeSha256, deployed }: NamedSource): TargetSource {
  const top = below(archive, folder);
  const manifest = readManifest(top);
  if ('unreadable' in manifest) return refused('unreadable', `${MANIFEST} of ${place}: ${manifest.unreadable}`);
  const { root = '', handler = target.handler, build, version } = manifest;
  const files = below(top, root.replace(/^\.\/|\/$/g, ''));
  if (version !== undefined && version !== codeSha256) {
    return refused(
      'stale-source',
      `${place} belongs to the package ${version} (${MANIFEST}: version), and the deployed one is ${codeSha256}`,
    );
  }
  const kind = packageKind(files, target.runtime, handler);
  if (kind.kind !== 'source') {
    return kindProblem(kind, `${place} must hold what people wrote; ${MANIFEST} can say in which folder (root) and which handler`);
  }
  const found = { ok: true as const, files, handler };
  const named: TargetSource = { ...found, origin: 'named', place: build === undefined ? place : `${place}, built by ${build}` };
  if (deployed === null) return named;
  const { scripts, missing, different } = compare(deployed.files, files);
  if (scripts > 0 && missing.length + different.length === 0 && handler === target.handler) {
    return { ...found, origin: 'package', place: `${place}, whose scripts are those of the package` };
  }
  const [first] = different;
  // A package that people wrote, and an archive with another text of the same file: one of them is older.
  if (first !== undefined && build === undefined && packageKind(deployed.files, target.runtime, target.handler).kind === 'source') {
    return refused(
      'stale-source',
      `${first.path} of ${place} isn’t that of the deployed package, and ${MANIFEST} names no build that makes one of the other`,
    );
  }
  return named;
}
