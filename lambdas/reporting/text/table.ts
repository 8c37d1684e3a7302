import { cut, plain } from './plain.ts';

export interface Column {
  head: string;
  align: 'left' | 'right';
  /** The one column that gives way when the table is too wide. */
  flexible?: boolean;
  /** Characters that a cell is cut to, wherever there is room. */
  most?: number;
}

const GAP = 2;

/** Rows in aligned columns, as wide as their contents and at most `width` in all; the flexible column is cut to fit. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width: number, indent: number): string[] {
  const cells = [
    columns.map(({ head }) => head),
    ...rows.map((row) => row.map((cell, index) => cut(plain(cell), columns[index]?.most ?? width))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => [...(row[index] ?? '')].length)));
  const flexible = columns.findIndex((column) => column.flexible === true);
  const tooMuch = indent + widths.reduce((sum, each) => sum + each, 0) + GAP * (columns.length - 1) - width;
  if (flexible >= 0 && tooMuch > 0) widths[flexible] = Math.max(8, (widths[flexible] ?? 0) - tooMuch);
  return cells.map((row) =>
    (
      ' '.repeat(indent) +
      columns
        .map(({ align }, index) => {
          const text = cut(row[index] ?? '', widths[index] ?? 0);
          const padding = ' '.repeat((widths[index] ?? 0) - [...text].length);
          return align === 'left' ? text + padding : padding + text;
        })
        .join(' '.repeat(GAP))
    ).trimEnd(),
  );
}
