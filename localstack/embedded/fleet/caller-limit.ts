/** Counts what each caller has in flight and admits up to a limit. */
export interface CallerLimit {
  /** Takes a place and gives the function that frees it (once, however often it is called); null: the caller is at its limit. */
  enter(caller: string): (() => void) | null;
}

export function createCallerLimit(limit: number): CallerLimit {
  const inFlight = new Map<string, number>();
  return {
    enter(caller) {
      const now = inFlight.get(caller) ?? 0;
      if (now >= limit) return null;
      inFlight.set(caller, now + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = (inFlight.get(caller) ?? 1) - 1;
        if (left === 0) inFlight.delete(caller);
        else inFlight.set(caller, left);
      };
    },
  };
}
