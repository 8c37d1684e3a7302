import { BAND_ABOVE, BAND_BELOW, HEADER, SINCE, STATE_BYTES } from './layout.ts';
import { FIRST_WIDTH } from './band.ts';
import { NO_ALARM_YET } from './alarm-policy.ts';
import { State } from './state.ts';

/** The state of a detector that has seen nothing. */
export function emptyState(): State {
  const state = new State(new ArrayBuffer(STATE_BYTES));
  state.bytes.set(HEADER);
  state.numbers[SINCE] = NO_ALARM_YET;
  state.numbers[BAND_BELOW] = FIRST_WIDTH;
  state.numbers[BAND_ABOVE] = FIRST_WIDTH;
  return state;
}
