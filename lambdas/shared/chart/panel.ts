import { linePath } from './paths.ts';
import { path, tenth, text } from './svg.ts';
import type { Tick, ValueAxis } from './value-axis.ts';

/** One value a minute; null: the line has a hole there. */
export interface PanelLine {
  /** Its class. */
  kind: string;
  values: readonly (number | null)[];
}

/** One of several pictures above one another, over the same minutes. All values are in the axis' unit. */
export interface Panel {
  heading: string;
  axis: ValueAxis;
  lines: readonly PanelLine[];
  /** Levels that decide something, each with its label. */
  bars: readonly Tick[];
}

/** Pixels of a bar's label, with room. */
const BAR_ROOM = 120;

/** Where a panel lies, in pixels. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Left edge of a minute (from 1) of `minutes`: each has the same width, and its value stands in its middle. */
export function minuteEdge(minute: number, minutes: number, { left, width }: Pick<Area, 'left' | 'width'>): number {
  return tenth(left + ((minute - 1) / minutes) * width);
}

/** A panel with its heading above and its marks at the left. Values beyond the axis stand at its edge. */
export function drawPanel({ heading, axis, lines, bars }: Panel, minutes: number, area: Area): string[] {
  const { left, top, width, height } = area;
  const y = (value: number): number => {
    const within = Math.min(axis.high, Math.max(axis.low, value));
    return tenth(top + ((axis.high - within) / (axis.high - axis.low)) * height);
  };
  const place = { x: (at: number) => minuteEdge(at + 0.5, minutes, area), y };
  return [
    text(left, top - 9, 'label', heading),
    ...axis.ticks.flatMap(({ at, label }) => [
      path('grid', `M${left} ${y(at)}h${width}`),
      text(left - 8, tenth(y(at) + 4), 'tick', label, 'end'),
    ]),
    path('axis', `M${left} ${top}v${height}h${width}`),
    ...bars.map(({ at }) => path('limit', `M${left} ${y(at)}h${width}`)),
    ...lines.flatMap(({ kind, values }) => [
      path(kind, linePath(points(values), 1, place)),
      path(`${kind} lone`, linePath(points(values.map((value, index) => (isLone(values, index) ? value : null))), 1, place)),
    ]),
    // Side by side, the first below its line: two levels may be nearer than a line of text is high.
    ...bars.map(({ at, label }, index) =>
      text(left + width - index * BAR_ROOM, tenth(y(at) + (index === 0 && bars.length > 1 ? 15 : -5)), 'tick', label, 'end'),
    ),
  ];
}

/** A value without neighbours: a dot that would be overlooked were it as small as the line is wide. */
function isLone(values: readonly (number | null)[], index: number): boolean {
  return (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
}

/** The minutes that have a value, as stretches of no length. */
function points(values: readonly (number | null)[]): { from: number; to: number; min: number; max: number }[] {
  return values.flatMap((value, index) => (value === null ? [] : [{ from: index + 1, to: index + 1, min: value, max: value }]));
}
