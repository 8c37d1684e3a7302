import { patternsOf } from '../built-in-pattern.ts';

/** What was built for another platform, or left out of what is deployed. */
export const platformBuild = patternsOf('dependency', [
  {
    id: 'native-module-platform',
    title: 'A native module was built for another platform',
    description:
      'The deployment package holds a compiled module for another operating system, processor (x86_64, arm64) or version of the runtime. It was installed on a laptop or in an image that is not Lambda’s, and only loads there.',
    refines: ['python-module-missing', 'import-name-missing'],
    forms: [
      'invalid ELF header',
      'wrong ELF class',
      'mach-o file, but is an incompatible architecture',
      'was compiled against a different Node.js version',
      'ERR_DLOPEN_FAILED',
      "Could not load the 'sharp' module using the {architecture} runtime",
      "Something went wrong installing the 'sharp' module",
      "You installed esbuild for another platform than the one you're currently using",
      'Unable to import required dependencies:\nnumpy',
      "No module named 'numpy.core._multiarray_umath'",
      'Importing the numpy C-extensions failed',
      'you should not try to import numpy from its source directory',
      "No module named 'pydantic_core._pydantic_core'",
      "No module named 'psycopg2._psycopg'",
      "No module named '_cffi_backend'",
      "No module named 'cryptography.hazmat.bindings._rust'",
      "cannot import name '_imaging' from 'PIL'",
      "cannot import name 'etree' from 'lxml'",
      'UnsatisfiedLinkError',
    ],
    solutions: [
      [
        'build-for-lambda',
        'Install for the function’s own platform, in Lambda’s build image.',
        'docker run --rm --platform linux/arm64 -v "$PWD":/var/task public.ecr.aws/sam/build-nodejs24.x npm ci',
      ],
      [
        'install-for-platform',
        'Or ask the package manager for that platform (Node: --os=linux --cpu=arm64).',
        'pip install --platform manylinux2014_aarch64 --only-binary=:all: --target package -r requirements.txt',
      ],
      [
        'compare-architecture',
        'See what the function runs on, and compare.',
        'aws lambda get-function-configuration --function-name {target} --query "[Architectures,Runtime]"',
      ],
    ],
  },
  {
    id: 'glibc-too-old',
    title: 'A binary needs a newer C library than the runtime has',
    description:
      'It was built on a system with a newer glibc or libstdc++ than Lambda’s. Runtimes on Amazon Linux 2 have glibc 2.26; those on Amazon Linux 2023 (Node.js 20 and later, Python 3.12 and later, Java 21) have 2.34.',
    forms: ["version 'GLIBC_{*}' not found", "version 'GLIBCXX_{*}' not found", 'GLIBC_{*} not found'],
    solutions: [
      [
        'newer-runtime',
        'Move to a runtime on Amazon Linux 2023.',
        'aws lambda update-function-configuration --function-name {target} --runtime {newRuntime}',
      ],
      [
        'build-for-lambda',
        'Or build the binary in the image of the runtime that the function has.',
        'docker run --rm -v "$PWD":/var/task public.ecr.aws/sam/build-python3.13 pip install -r requirements.txt -t package',
      ],
    ],
  },
  {
    id: 'shared-library-missing',
    title: 'A shared library is missing',
    description:
      'A compiled module or program needs a system library (libGL, libpq, libnss3, …) that Lambda’s minimal system does not have, and that the package or a layer does not bring.',
    forms: ['{library}: cannot open shared object file', 'error while loading shared libraries: {library}:', 'cannot load library'],
    solutions: [
      ['bring-library', 'Put {library} into lib/ of the package or of a layer: /var/task/lib and /opt/lib are searched.'],
      [
        'headless-variant',
        'Or use a build without it (opencv-python-headless, psycopg2-binary, @sparticuz/chromium), or a container image that has it.',
      ],
    ],
  },
  {
    id: 'browser-not-started',
    title: 'A headless browser is missing or can’t start',
    description:
      'Puppeteer or Playwright found no browser, or one that Lambda’s system can’t run. What they download lies in a cache of the machine that built the function, and is made for a desktop system.',
    refines: ['packaged-file-missing', 'shared-library-missing'],
    forms: [
      'Could not find Chrome',
      'Could not find Chromium',
      'Chromium revision is not downloaded',
      'Failed to launch Chromium',
      'Failed to launch chrome',
      'The Chromium binary can not be executed',
      "Executable doesn't exist at {file}",
      'browserType.launch: ',
      'spawn /tmp/chromium',
    ],
    solutions: [
      [
        'lambda-browser',
        'Use puppeteer-core (or playwright-core) with a browser that is built for Lambda, in versions that fit each other.',
        'npm install --save puppeteer-core @sparticuz/chromium',
      ],
      ['browser-image', 'Or deploy an image with the browser and its libraries.'],
      [
        'raise-memory',
        'Give it 1,600 MB or more: with little memory it is killed while it starts.',
        'aws lambda update-function-configuration --function-name {target} --memory-size {newMemory}',
      ],
    ],
  },
  {
    id: 'exec-format',
    title: 'The program was built for another processor',
    description:
      'Linux refused to start a program because it is for another processor: an image or binary for x86_64 on a function with arm64, or the other way round. A script without its first line (#!) is refused in the same words.',
    refines: ['invalid-entrypoint'],
    forms: ['exec format error', 'cannot execute binary file', 'Exec format error'],
    solutions: [
      [
        'build-for-processor',
        'Build for the function’s processor.',
        'docker buildx build --platform linux/arm64 --provenance=false -t image .',
      ],
      [
        'set-architecture',
        'Or give the function the processor that it was built for (with the next update of its code).',
        'aws lambda get-function-configuration --function-name {target} --query Architectures',
      ],
    ],
  },
  {
    id: 'invalid-entrypoint',
    title: 'The runtime found nothing to start',
    description:
      'For a custom runtime or an image, Lambda starts the file bootstrap or the image’s entry point, and it is not there. The binary has another name or lies in a folder, or the image’s ENTRYPOINT or CMD names something else.',
    forms: [
      "Couldn't find valid bootstrap",
      'Runtime.InvalidEntrypoint',
      'Runtime.InvalidWorkingDir',
      'entrypoint requires the handler name to be the first argument',
      'fork/exec {file}: no such file or directory',
      'ProcessSpawnFailed',
    ],
    solutions: [
      [
        'name-bootstrap',
        'Name the executable bootstrap, at the root of the archive (provided.al2023).',
        'GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -tags lambda.norpc -o bootstrap main.go && zip function.zip bootstrap',
      ],
      [
        'check-image-command',
        'For an image, look at its entry point and command, and at what the function overrides.',
        'aws lambda get-function-configuration --function-name {target} --query ImageConfigResponse',
      ],
    ],
  },
  {
    id: 'layer-file-missing',
    title: 'A file of a layer is missing',
    description:
      'The code reads a file below /opt, where layers are unpacked, and it is not there. The function lost the layer with an update of its configuration, or a newer version of the layer has another layout.',
    refines: ['packaged-file-missing', 'node-file-missing', 'invalid-entrypoint'],
    forms: [
      "Cannot find module '/opt/{file}'",
      "ENOENT: no such file or directory, open '/opt/{file}'",
      "No such file or directory: '/opt/{file}'",
      'Layer version {resource} does not exist',
      'fork/exec /opt/{file}: no such file or directory',
    ],
    solutions: [
      [
        'attach-layer',
        'See which layers the function has, and attach the one that brings the file.',
        'aws lambda get-function-configuration --function-name {target} --query Layers',
      ],
      ['check-layer-layout', 'Look into the layer’s archive: what is at its root stands below /opt.'],
    ],
  },
  {
    id: 'packaged-file-missing',
    title: 'A file that is read is not there',
    description:
      'The code opens a file that does not exist: the build left it out of the package (templates, certificates, data beside bundled code), or the path depends on the directory that it was run from.',
    forms: [
      "ENOENT: no such file or directory, {*} '{file}'",
      "[Errno 2] No such file or directory: '{file}'",
      '{file} (No such file or directory)',
      "Could not find file '{file}'",
      'FileNotFoundException',
      'FileNotFoundError',
    ],
    solutions: [
      ['include-file', 'Have the build copy {file} into the package, or bundle it as text.'],
      [
        'absolute-path',
        'Name it from the module’s own place (import.meta.dirname, __file__), not from the working directory; what is written at run time belongs below /tmp.',
      ],
    ],
  },
  {
    id: 'prisma-engine-missing',
    title: 'Prisma’s query engine is not in the deployment package',
    description:
      'Prisma generated its engine for the machine that built the function; Lambda needs the one for Amazon Linux, and a bundler does not copy it by itself.',
    forms: [
      'Query Engine for runtime',
      'Query engine library for current platform',
      'Query engine binary for current platform',
      'Prisma Client could not locate the Query Engine',
    ],
    solutions: [
      [
        'binary-target',
        'Add Lambda’s platform to the generator: binaryTargets = ["native", "rhel-openssl-3.0.x"] ("linux-arm64-openssl-3.0.x" on arm64), and generate again.',
        'npx prisma generate',
      ],
      ['copy-engine', 'Have the bundler copy the .node file of the engine beside the bundle.'],
    ],
  },
  {
    id: 'extension-failed',
    title: 'An extension of the function failed',
    description:
      'A Lambda extension (of a monitoring vendor, for secrets, or your own) crashed or could not start, and took the environment with it. The function’s own code is not to blame.',
    refines: ['exec-format', 'process-exited'],
    forms: ['Extension.Crash', 'Extension.LaunchError', 'Extension.InitError', 'Extension.ExitError', 'extension: {*} Error: exit status'],
    solutions: [
      [
        'update-extension',
        'Update the layer of the extension to its newest version, for the function’s processor.',
        'aws lambda get-function-configuration --function-name {target} --query "[Architectures,Layers]"',
      ],
      ['remove-extension', 'Take the layer away to see whether the function runs without it.'],
    ],
  },
]);
