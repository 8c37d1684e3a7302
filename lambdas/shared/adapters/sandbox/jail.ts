import path from 'node:path';
import type { SandboxFolder } from './sandbox-folder.ts';

/** Where programs and their libraries are; on many systems some of these are links into /usr. */
const SYSTEM = ['/usr', '/lib', '/lib64', '/bin', '/sbin'];

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A place of this machine, seen in the jail at the same path, to be read only. */
const readOnly = (from: string, to: string): string => `mount --rbind ${from} ${to} && mount -o remount,bind,ro ${to}`;

/**
 * Shell commands that build a root of its own for a folder, in a mount namespace: system libraries, Node and the folder, nothing else. The
 * permission model alone leaves holes: Node 24's `node:sqlite` opens any file, and `net` any socket of the file system
 * (test/lambdas/shared/adapters/sandbox/sandbox.test.ts tries both).
 */
export function jailScript({ jail, root, out, modules }: SandboxFolder, node: string): string {
  const at = (place: string): string => quote(jail + place);
  const places = [root, ...(modules === null ? [] : [modules])];
  return [
    `mount -t tmpfs -o size=1m,mode=755 tmpfs ${quote(jail)}`,
    `mkdir -p ${at('/etc')} ${at('/dev')} ${at('/proc')}`,
    // Whatever listens on the loopback, it may be called by its name.
    `echo '127.0.0.1 localhost' > ${at('/etc/hosts')}`,
    ...SYSTEM.map(
      (place) =>
        `{ if [ -L ${place} ]; then ln -s "$(readlink ${place})" ${at(place)}; elif [ -d ${place} ]; then mkdir ${at(place)} && ${readOnly(place, at(place))}; fi; }`,
    ),
    ...['/dev/null', '/dev/urandom'].map((device) => `: > ${at(device)} && mount --bind ${device} ${at(device)}`),
    `mount --rbind /proc ${at('/proc')}`,
    ...(SYSTEM.some((place) => node.startsWith(`${place}/`))
      ? []
      : [`mkdir -p ${at(path.dirname(node))} && : > ${at(node)} && ${readOnly(quote(node), at(node))}`]),
    ...places.map((place) => `mkdir -p ${at(place)} && ${readOnly(quote(place), at(place))}`),
    `mount --bind ${quote(out)} ${at(out)}`,
    `mount -o remount,bind,ro ${quote(jail)}`,
  ].join(' && ');
}
