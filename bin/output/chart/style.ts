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
};

const variables = (colours: typeof LIGHT) =>
  `svg{${Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')}}`;

/** The style sheet of every chart. */
export const STYLE = [
  variables(LIGHT),
  `@media (prefers-color-scheme:dark){${variables(DARK)}}`,
  'text{font-family:system-ui,sans-serif;fill:var(--ink)}',
  '.title{font-size:15px;font-weight:600}.tick{font-size:12px;fill:var(--faint)}.label{font-size:12px}',
  'path{fill:none}.paper{fill:var(--paper)}.grid{stroke:var(--grid)}.axis{stroke:var(--faint)}',
  '.line{stroke:var(--series);stroke-width:1.3;stroke-linejoin:round;stroke-linecap:round}',
  '.band{fill:var(--series);fill-opacity:.22}',
  '.forecast{stroke:var(--ahead);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}',
  '.forecast-band{fill:var(--ahead);fill-opacity:.22}',
  '.limit{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:6 4}',
  '.anomaly{fill:var(--alarm);stroke:var(--paper);stroke-width:1.5}',
].join('\n');
