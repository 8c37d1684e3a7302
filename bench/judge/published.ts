import type { Peer } from './cell.ts';

/** Figures of judge.md: a prototype of this judge and of the rules beside it, in a simulator of its own, 1,000 runs a cell. */
export interface Published {
  peers: Record<Peer, string> | null;
  /** By requests a minute. */
  judge: Partial<Record<number, string>>;
}

const judged = (tenth: string, one: string, ten: string, hundred: string): Published['judge'] => ({
  6: tenth,
  60: one,
  600: ten,
  6000: hundred,
});
const figures = (A: string, B: string, K60: string, K5: string, D: string, judge: Published['judge']): Published => ({
  peers: { A, B, K60, K5, D },
  judge,
});

const load = figures('100', '96–99', '0', '0', '23–35', judged('≤.7', '.1', '0', '0'));
const noise = (ten: string): Published => figures('100', '99', '≤.3', '≤1.3', '9–13', judged('≤.8', '≤.1', ten, '≤1'));

/** By scenario; those that judge.md doesn't have are absent. */
export const PUBLISHED: ReadonlyMap<string, Published> = new Map(
  Object.entries({
    'no-change': figures('100', '98', '0', '.7', '9', judged('.4', '0', '0', '0')),
    'load-0.5': load,
    'load-0.7': load,
    'load-0.9': load,
    bursts: figures('100', '100', '0', '.3', '66', judged('1', '.1', '0', '0')),
    daily: figures('100', '100', '0', '.3', '35', judged('1.2', '0', '0', '0')),
    'noise-0.05': noise('0'),
    'noise-0.1': noise('0'),
    'noise-0.2': noise('.4'),
    'latency-1.05': figures('100', '100', '6', '12', '14', judged('1', '.1', '0', '0')),
    'latency-1.1': figures('100', '100', '51', '60', '16', judged('2.1', '.4', '.1', '0')),
    'latency-1.2': figures('100', '100', '97 @60', '98 @15', '45', judged('6', '9', '89 @24', '100 @10')),
    'latency-1.5': figures('100', '100', '100 @60', '100 @10', '100 @5', judged('29', '94 @22', '100 @6', '100 @5')),
    'tail-1.2': figures('100', '100', '93', '96', '57', { 60: '1', 600: '34 @41', 6000: '100' }),
    'tail-1.5': figures('100', '100', '100', '100', '100', { 60: '38', 600: '100 @11', 6000: '100' }),
    'errors-0.5': figures('100', '100', '0', '.7', '94 @16', judged('.7', '2', '46 @37', '100 @7')),
    'errors-1': figures('100', '100', '1', '8', '100 @7', judged('.7', '33', '100 @9', '100 @2')),
    'errors-1-2': figures('100', '100', '65', '77', '100 @4', judged('.5', '5', '85 @32', '100 @5')),
    'half-fails': figures('100', '100', '100 @60', '100 @55', '100 @3', judged('100 @18', '100 @2', '100 @2', '100 @2')),
    'served-0.8': figures('100', '100', '0', '0', '9', judged('2', '8', '100 @21', '100 @4')),
    'latency-0.7': { peers: null, judge: judged('never', 'never', '98 @27', '100 @10') },
  }),
);
