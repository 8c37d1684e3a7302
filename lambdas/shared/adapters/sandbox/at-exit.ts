const pending = new Set<() => void>();

function runAll(): void {
  // What began last ends first: a process before the folder that it works in.
  for (const act of [...pending].toReversed()) act();
}

/**
 * Has `act` run when this process ends before what it began is over. Gives the way to take that back. One listener of the process for all of
 * them: dozens of sandboxes may be under way.
 */
export function atExit(act: () => void): () => void {
  if (pending.size === 0) process.once('exit', runAll);
  pending.add(act);
  return () => {
    pending.delete(act);
    if (pending.size === 0) process.off('exit', runAll);
  };
}
