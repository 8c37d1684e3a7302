import type { Peer, RunOutcome } from './cell.ts';
import { PEERS } from './cell.ts';

/** What a cell's runs came to. Shares are 0 to 1. */
export interface Share {
  share: number;
  /** Median minute among those; null: none. */
  minute: number | null;
}

export interface Summary {
  scenario: string;
  requestsPerMinute: number;
  runs: number;
  harm: Share;
  pass: Share;
  /** Minute of each conviction, ascending: how many were found in time. */
  harmMinutes: number[];
  peers: Record<Peer, Share> | null;
}

function shareOf(minutes: readonly (number | null)[]): Share {
  const found = minutes.filter((minute) => minute !== null).toSorted((a, b) => a - b);
  return { share: found.length / minutes.length, minute: found[Math.floor(found.length / 2)] ?? null };
}

export function summarise(scenario: string, requestsPerMinute: number, outcomes: readonly RunOutcome[]): Summary {
  const peers = outcomes.every((outcome) => outcome.peers !== null)
    ? (Object.fromEntries(PEERS.map((peer) => [peer, shareOf(outcomes.map((outcome) => outcome.peers?.[peer] ?? null))])) as Record<
        Peer,
        Share
      >)
    : null;
  return {
    scenario,
    requestsPerMinute,
    runs: outcomes.length,
    harm: shareOf(outcomes.map(({ harm }) => harm)),
    pass: shareOf(outcomes.map(({ pass }) => pass)),
    harmMinutes: outcomes
      .map(({ harm }) => harm)
      .filter((minute) => minute !== null)
      .toSorted((a, b) => a - b),
    peers,
  };
}

/** Share of all runs that were rolled back by `minute`. */
export const harmBy = ({ harmMinutes, runs }: Summary, minute: number): number => harmMinutes.filter((at) => at <= minute).length / runs;
