/** Colours of the page, those of the charts; the contrast of text on paper is above 4.5 : 1 in both. */
const LIGHT = {
  paper: '#ffffff',
  ink: '#1f2328',
  faint: '#59636e',
  line: '#d1d9e0',
  shade: '#f6f8fa',
  link: '#0b62c4',
  good: '#1a7f37',
  'good-shade': '#dafbe1',
  bad: '#cf222e',
  'bad-shade': '#ffebe9',
};
const DARK: typeof LIGHT = {
  paper: '#0d1117',
  ink: '#e6edf3',
  faint: '#9198a1',
  line: '#3d444d',
  shade: '#151b23',
  link: '#58a6ff',
  good: '#3fb950',
  'good-shade': '#12261e',
  bad: '#ff7b72',
  'bad-shade': '#25171c',
};

const variables = (colours: typeof LIGHT): string =>
  `:root{${Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')}}`;

/** The page's style sheet: one column that fits a phone, a screen and paper, light or dark as the reader's system is. */
export const PAGE_STYLE = [
  variables(LIGHT),
  `@media screen and (prefers-color-scheme:dark){${variables(DARK)}}`,
  ':root{color-scheme:light dark}',
  '*{box-sizing:border-box}',
  'body{margin:0 auto;padding:2.5rem 1.5rem 4rem;max-width:66rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}',
  'h1,h2,h3{line-height:1.25;text-wrap:balance}',
  'h1{margin:0;font-size:1.75rem;font-weight:650}h1 small{display:block;font-size:1rem;font-weight:400;color:var(--faint)}',
  'h2{margin:3rem 0 1rem;padding-bottom:.3rem;border-bottom:1px solid var(--line);font-size:1.25rem}',
  'h3{margin:0;font-size:1.0625rem}',
  'header,article>.heading{display:flex;gap:1rem;justify-content:space-between;align-items:flex-start}',
  'header{padding-bottom:1rem;border-bottom:3px solid var(--ink)}',
  '.state{flex:none;padding:.1rem .6rem;border:1px solid var(--line);border-radius:1rem;font-size:.8125rem;font-weight:600;white-space:nowrap;background:var(--shade)}',
  '.state.good{color:var(--good);border-color:currentColor;background:var(--good-shade)}.state.bad{color:var(--bad);border-color:currentColor;background:var(--bad-shade)}',
  'dl{display:grid;grid-template-columns:minmax(5.5rem,max-content) 1fr;gap:.35rem 1.25rem;margin:1.25rem 0}',
  'dt{color:var(--faint)}dd{margin:0}dd p{margin:0}dd ul{margin:.25rem 0 0;padding-left:1.1rem}',
  'nav{margin:1.5rem 0;padding:.75rem 1rem;border-radius:.5rem;background:var(--shade);font-size:.9375rem}nav ol{margin:0;padding:0;list-style:none;columns:2;column-gap:2rem}',
  'nav li{break-inside:avoid}nav li.article{padding-left:1rem}a{color:var(--link);text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}',
  'article{margin:1.5rem 0;padding:1.25rem;border:1px solid var(--line);border-left-width:4px;border-radius:.5rem}article.good{border-left-color:var(--good)}article.bad{border-left-color:var(--bad)}',
  '.wide{overflow-x:auto;margin:1rem 0}.wide:focus-visible{outline:2px solid var(--link)}',
  'table{border-collapse:collapse;width:100%;font-size:.9375rem;font-variant-numeric:tabular-nums}',
  'th,td{padding:.4rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:normal}th:first-child,td:first-child{padding-left:0}',
  'thead th{color:var(--faint);font-weight:500;white-space:nowrap}tbody th{font-weight:500}th.right,td.right{text-align:right;white-space:nowrap}',
  '.entries{margin:1rem 0;padding:0;list-style:none}.entries>li{margin:0 0 .85rem}.entries p{margin:0}.entries .head{font-weight:500}.entries .below{color:var(--faint)}',
  '.sort{margin-right:.5rem;font-size:.8125rem;font-weight:600;text-transform:uppercase;letter-spacing:.03em;color:var(--faint)}',
  'figure{margin:1.25rem 0}figcaption{margin-bottom:.4rem;color:var(--faint);font-size:.9375rem}',
  'figure svg{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:.375rem}',
  'pre{margin:0;padding:.75rem 1rem;overflow-x:auto;border:1px solid var(--line);border-radius:.375rem;background:var(--shade);font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:normal;tab-size:2}',
  '.picture{overflow-x:auto}.picture svg{min-width:40rem}td.text{min-width:11rem}',
  'ins,del{text-decoration:none}ins{color:var(--good)}del{color:var(--bad)}',
  'footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--faint);font-size:.875rem}',
  '@media (max-width:40rem){body{padding:1.25rem 1rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}nav ol{columns:1}}',
  '@page{margin:16mm}',
  '@media print{body{max-width:none;padding:0;font-size:10.5pt}nav{display:none}h2,h3{break-after:avoid}tr,figure,.entries>li,.heading{break-inside:avoid}.wide,.picture,pre{overflow:visible}.picture svg{min-width:0}pre{white-space:pre-wrap}}',
].join('\n');
