import inspector from 'node:inspector';
import { syncBuiltinESMExports } from 'node:module';
import { constants, setPriority } from 'node:os';
import v8 from 'node:v8';

// Runs in the sandbox before anything else. What the permission model leaves open and no target needs is taken away. The walls are the
// process's own (namespaces, limits of the system, the permission model); this is a second one.

// Tests and replays are in no hurry, and what runs beside them may be serving somebody.
setPriority(constants.priority.PRIORITY_LOW);

function refused(what: string): () => never {
  // A class may be what is refused, so that it must be one that `new` takes.
  return function refuse() {
    throw Object.assign(new Error(`the sandbox refuses ${what}`), { code: 'ERR_ACCESS_DENIED' });
  };
}

function close(owner: object, names: readonly string[], what: string): void {
  for (const name of names) {
    if (!(name in owner)) continue;
    Object.defineProperty(owner, name, { value: refused(what), writable: false, configurable: false, enumerable: true });
  }
}

close(process, ['kill', '_kill', '_debugProcess', '_debugEnd', '_startProfilerIdleNotifier'], 'signals');
close(process, ['binding', '_linkedBinding', 'dlopen'], 'bindings');
close(process, ['setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups'], 'another user');
// Coverage needs the permission --allow-inspector; it uses the inspector from within Node, not by these.
close(inspector, ['open', 'close', 'waitForDebugger', 'url'], 'the inspector');
close(inspector.Session.prototype, ['connect', 'connectToMainThread'], 'the inspector');
// A snapshot of the heap shows what others keep in it; flags change the rules of the engine.
close(
  v8,
  ['getHeapSnapshot', 'writeHeapSnapshot', 'setFlagsFromString', 'setHeapSnapshotNearHeapLimit', 'takeCoverage', 'stopCoverage'],
  'the engine',
);
// Node 24's opens any file, whatever the permission model says.
close(process.getBuiltinModule('node:sqlite'), ['DatabaseSync', 'backup'], 'databases');
syncBuiltinESMExports();
