import { CHART } from './svg.ts';

/** Colours of a chart, by what they stand for; the contrast of text on paper is above 4.5 : 1 in both. */
const LIGHT = {
  paper: '#ffffff',
  ink: '#1f2328',
  faint: '#59636e',
  grid: '#e4e8ec',
  series: '#0b62c4',
  alarm: '#cf222e',
  ahead: '#8250df',
  limit: '#bc4c00',
  proof: '#1a7f37',
};
const DARK = {
  paper: '#0d1117',
  ink: '#e6edf3',
  faint: '#9198a1',
  grid: '#262c34',
  series: '#58a6ff',
  alarm: '#ff7b72',
  ahead: '#bc8cff',
  limit: '#f0883e',
  proof: '#3fb950',
};

const variables = (colours: typeof LIGHT) =>
  `.${CHART}{${Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')}}`;

/** What holds for an element below a chart: its selector and its declarations. */
export type Rules = Readonly<Record<string, string>>;

const BASE: Rules = {
  text: 'font-family:system-ui,sans-serif;fill:var(--ink)',
  '.title': 'font-size:15px;font-weight:600',
  '.tick': 'font-size:12px;fill:var(--faint)',
  '.label': 'font-size:12px',
  path: 'fill:none',
  '.paper': 'fill:var(--paper)',
  '.grid': 'stroke:var(--grid)',
  '.axis': 'stroke:var(--faint)',
  '.limit': 'stroke:var(--limit);stroke-width:1.5;stroke-dasharray:6 4',
};

/** The style sheet of a chart: light or dark as the reader's system is, with `rules` for what is special to it. */
export function styleSheet(rules: Rules): string {
  const scoped = Object.entries({ ...BASE, ...rules }).map(([selector, declarations]) => `.${CHART} ${selector}{${declarations}}`);
  return [variables(LIGHT), `@media (prefers-color-scheme:dark){${variables(DARK)}}`, ...scoped].join('\n');
}
