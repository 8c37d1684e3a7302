/** The import rules of the house (docs/architecture.md). `npm run lint` enforces them. */
const PHASES = '(telemetry|analysis|generation|validation|rollout|reporting|learning|remediation|control)';
/** What may touch I/O. Everything else is pure. */
const IMPURE = '([.]handler[.]ts$|^lambdas/shared/adapters/|^bin/|^localstack/|^bench/|^test/|^lib/)';
/** Modules of Node that compute and touch nothing outside the process. */
const PURE_NODE = '^(node:)?(crypto|path|path/posix|url|util|assert|buffer)$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'phases-meet-in-shared',
      comment: 'Phases do not import one another.',
      severity: 'error',
      from: { path: `^lambdas/${PHASES}/` },
      to: { path: `^lambdas/${PHASES}/`, pathNot: '^lambdas/$1/' },
    },
    {
      name: 'shared-knows-no-phase',
      comment: 'The sandbox adapter implements the port that the validation phase declares.',
      severity: 'error',
      from: { path: '^lambdas/shared/' },
      to: { path: `^lambdas/${PHASES}/` },
    },
    {
      name: 'contract-is-zod-only',
      severity: 'error',
      from: { path: '^lambdas/shared/contract/' },
      to: { pathNot: '^(lambdas/shared/contract/|node_modules/zod/)' },
    },
    {
      name: 'pure-has-no-io',
      comment: 'Only handlers, shared/adapters, bin and localstack touch Node I/O.',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: IMPURE },
      to: { dependencyTypes: ['core'], pathNot: PURE_NODE },
    },
    {
      name: 'pure-has-no-sdk',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: IMPURE },
      to: { path: '^node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'pure-imports-no-adapter',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: IMPURE },
      to: { path: '^lambdas/shared/adapters/' },
    },
    {
      name: 'lib-is-synth-only',
      comment: 'lib imports aws-cdk-lib and the contract, never runtime code.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(lambdas|localstack|bin)/', pathNot: '^lambdas/shared/contract/' },
    },
    {
      name: 'lambdas-know-no-cdk',
      severity: 'error',
      from: { path: '^lambdas/' },
      to: { path: '^(lib|bin|localstack|node_modules/aws-cdk-lib)/' },
    },
    { name: 'only-bin-imports-localstack', severity: 'error', from: { path: '^lib/' }, to: { path: '^localstack/' } },
    {
      name: 'localstack-knows-no-cdk',
      severity: 'error',
      from: { path: '^localstack/' },
      to: { path: '^(bin|node_modules/aws-cdk-lib)/' },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(lambdas|lib|localstack)/', pathNot: '(^localstack/embedded/fleet/|[.]d[.]ts$)' },
      to: {},
    },
  ],
  options: {
    // TypeScript 7 has no programmatic API yet: swc reads the imports.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^test/fixtures/|^cdk[.]out/|^localstack/embedded/fleet/[^/]+/)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
