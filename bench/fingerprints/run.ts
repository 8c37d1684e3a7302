import { parseArgs } from 'node:util';
import { BUILDS } from './builds.ts';
import { measure, type Measured, measureService, type Rate } from './measure.ts';
import { recorded, RECORDED_RUNTIMES } from './recorded.ts';

/**
 * `npm run bench -- fingerprints [--build <name>] [--verbose]`: small services that fail in many ways are built as people build them, deployed
 * twice with changes in between, and run; how often is the same failure known again, and how often are two failures kept apart? The services
 * `orders` and `table` were written before the rules, `parcels` and `alike` and the last three builds after them.
 */
const { values } = parseArgs({ options: { build: { type: 'string', default: '' }, verbose: { type: 'boolean', default: false } } });
const builds = BUILDS.filter(({ name }) => name.includes(values.build));
if (builds.length === 0) {
  console.error(`fingerprints: found --build ${values.build}; expected part of one of ${BUILDS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const SERVICES = ['orders', 'table', 'parcels', 'alike'];

const share = ({ right, of }: Rate): string => `${right} of ${of}`.padStart(14);
const totals = new Map<string, Measured>();

function print(name: string, group: string, measured: Measured): void {
  console.log(`${name.padEnd(28)} ${share(measured.same)} ${share(measured.forms)} ${share(measured.apart)}`);
  if (values.verbose)
    for (const [what, { wrong }] of Object.entries(measured)) for (const each of wrong) console.log(`    ${what}: ${each}`);
  const before = totals.get(group);
  totals.set(group, before === undefined ? measured : added(before, measured));
}

function added(a: Measured, b: Measured): Measured {
  const sum = (x: Rate, y: Rate): Rate => ({ right: x.right + y.right, of: x.of + y.of, wrong: [...x.wrong, ...y.wrong] });
  return { same: sum(a.same, b.same), forms: sum(a.forms, b.forms), apart: sum(a.apart, b.apart) };
}

console.log(`${''.padEnd(28)} ${'known again'.padStart(14)} ${'either form'.padStart(14)} ${'kept apart'.padStart(14)}`);
for (const service of SERVICES)
  for (const build of builds) print(`${service}, ${build.name}`, service, await measureService(service, build));
if (values.build === '')
  for (const runtime of RECORDED_RUNTIMES)
    print(`recorded, ${runtime}`, 'recorded', measure(recorded(runtime, 'v1'), recorded(runtime, 'v2')));
console.log('');
for (const [group, measured] of totals)
  console.log(`${group.padEnd(28)} ${share(measured.same)} ${share(measured.forms)} ${share(measured.apart)}`);
