import { patternsOf } from '../built-in-pattern.ts';
import { ownFile, packageOf } from '../module-name.ts';

/** Node's resolution of modules, and what the other runtimes load at the start. */
export const dependency = patternsOf('dependency', [
  {
    id: 'node-package-missing',
    title: 'A package is not in the deployment package',
    description:
      'The code loads a package that is neither bundled nor below node_modules of the deployment package or of a layer. It was declared as a development dependency, left out by the bundler as external, or never installed where the package was built.',
    forms: [
      { says: "Cannot find module '{module}'", read: packageOf },
      { says: "Cannot find package '{module}'", read: packageOf },
      'ERR_MODULE_NOT_FOUND',
      'MODULE_NOT_FOUND',
    ],
    solutions: [
      [
        'declare-package',
        'Declare {package} under dependencies, not devDependencies, and build and deploy again. The name comes from a log: check that it is the one you mean.',
        'npm install --save {package}',
      ],
      [
        'bundle-package',
        'If a bundler builds the function, take {package} out of its externals, or put it into a layer that the function has.',
      ],
      [
        'look-into-package',
        'Look into what is deployed: the file must be below node_modules.',
        'aws lambda get-function --function-name {target} --query Code.Location --output text',
      ],
    ],
  },
  {
    id: 'node-file-missing',
    title: 'A source file is not in the deployment package',
    description:
      'The code loads a file of its own by a path that does not lead to one in the deployment package. The build left it out or put it elsewhere, the extension is missing (ES modules need it), or the letters differ in case: Linux tells them apart, macOS and Windows do not.',
    forms: [
      { says: "Cannot find module '{file}'", read: ownFile },
      { says: "Cannot find package '{file}'", read: ownFile },
      'ERR_UNSUPPORTED_DIR_IMPORT',
    ],
    solutions: [
      ['include-file', 'Have the build put {file} into the package, at the path that the import names; compare upper and lower case.'],
      ['name-extension', 'In an ES module, write the whole path with its extension, such as ./util.js.'],
      [
        'look-into-package',
        'Look into what is deployed.',
        'aws lambda get-function --function-name {target} --query Code.Location --output text',
      ],
    ],
  },
  {
    id: 'aws-sdk-v2-missing',
    title: 'The AWS SDK version 2 is not in this runtime',
    description:
      'The code loads aws-sdk (version 2). Runtimes from Node.js 18 on come with version 3 (@aws-sdk/client-…) instead, so that what worked on Node.js 16 fails after the upgrade.',
    refines: ['node-package-missing'],
    forms: [
      "Cannot find module 'aws-sdk'",
      "Cannot find package 'aws-sdk'",
      "Cannot find module 'aws-sdk/{file}'",
      "Cannot find package 'aws-sdk/{file}'",
    ],
    solutions: [
      [
        'migrate-sdk',
        'Move to version 3, a client a service; the codemod does most of it.',
        'npx aws-sdk-js-codemod -t v2-to-v3 src/**/*.js',
      ],
      [
        'bundle-sdk-v2',
        'Until then, ship version 2 yourself: declare aws-sdk under dependencies. It is out of support since September 2025.',
        'npm install --save aws-sdk@2',
      ],
    ],
  },
  {
    id: 'handler-file-missing',
    title: 'The file of the handler is not in the deployment package',
    description:
      'The runtime itself could not load the file that the function’s handler setting names. The archive has a folder around the files, the build wrote another name, or the setting still names the old one.',
    refines: ['node-package-missing', 'python-module-missing'],
    forms: [
      "Cannot find module '{handler}'\nRequire stack:\n- /var/runtime/",
      {
        says: "Unable to import module '{handler}': No module named '{module}'",
        read: ({ handler = '', module = '' }) => (handler.replaceAll('/', '.') === module ? { handler } : null),
      },
      'Could not find the specified handler assembly',
      "Handler file '{handler}' not found",
      "Unable to import module '{handler}': Error",
    ],
    solutions: [
      [
        'fix-handler-setting',
        'Name the file as it is in the archive: file.function, with its folders, without extension.',
        'aws lambda update-function-configuration --function-name {target} --handler {newHandler}',
      ],
      [
        'zip-without-folder',
        'Zip the contents of the build folder, not the folder itself, and compare.',
        'aws lambda get-function --function-name {target} --query Code.Location --output text',
      ],
    ],
  },
  {
    id: 'handler-not-found',
    title: 'The handler is not exported',
    description:
      'The file was loaded, but it exports no function by the name that the handler setting has. A default export, another name, or exports that a bundler dropped or put below another object are usual reasons.',
    forms: [
      '{handler} is undefined or not exported',
      '{handler} is not a function or not exported',
      "Handler '{handler}' missing on module '{file}'",
      "Bad handler '{handler}'",
      'Runtime.HandlerNotFound',
      'Runtime.MalformedHandlerName',
      "Unable to find method '{method}' in type",
      "Unable to load type '{class}' from assembly",
    ],
    solutions: [
      [
        'export-handler',
        'Export the function by the name of the setting: export const handler = … (or exports.handler = …), not as default.',
      ],
      [
        'fix-handler-setting',
        'Or have the setting name what is exported.',
        'aws lambda update-function-configuration --function-name {target} --handler {newHandler}',
      ],
    ],
  },
  {
    id: 'es-module-required',
    title: 'An ES module is loaded by require()',
    description:
      'CommonJS code requires a package that is published as ES module only. Usually a new major version of it (node-fetch 3, chalk 5, uuid, got) came with an update.',
    forms: [
      'ERR_REQUIRE_ESM',
      'require() of ES Module {*} not supported',
      'Must use import to load ES Module: {file}',
      'ERR_REQUIRE_ASYNC_MODULE',
    ],
    solutions: [
      [
        'bundle-to-one-format',
        'Bundle the function with esbuild, which turns both formats into one.',
        'npx esbuild src/index.ts --bundle --platform=node --target=node24 --format=cjs --outfile=dist/index.js',
      ],
      ['dynamic-import', 'Or load it by await import(…), or make the function an ES module ("type": "module" in package.json, or .mjs).'],
      ['older-major', 'Or stay on its last major version that is CommonJS.'],
    ],
  },
  {
    id: 'module-format-mismatch',
    title: 'The file’s module format is not what Node takes it for',
    description:
      'Node reads a .js file as CommonJS unless the nearest package.json says "type": "module"; ES modules have no require, exports or __dirname. What was built in one format is deployed as the other.',
    refines: ['syntax-error', 'not-defined'],
    forms: [
      'Cannot use import statement outside a module',
      "Unexpected token 'export'",
      '{property} is not defined in ES module scope',
      "Dynamic require of '{module}' is not supported",
      'ERR_UNKNOWN_FILE_EXTENSION',
      "Cannot use 'import.meta' outside a module",
    ],
    solutions: [
      [
        'agree-on-format',
        'Name the file .mjs, or deploy a package.json with "type": "module" beside it, when it is an ES module; else build it as CommonJS.',
      ],
      [
        'create-require',
        'In an ES module that needs require (esbuild: Dynamic require), make one by createRequire(import.meta.url), as a banner of the bundle.',
      ],
    ],
  },
  {
    id: 'import-name-missing',
    title: 'A package does not have what is imported from it',
    description:
      'The package is there, in a version without the imported name: the code and the installed version do not fit. A layer often brings another version than the one that was tested, and an own file with the name of a package hides it.',
    refines: ['syntax-error'],
    forms: [
      "The requested module '{module}' does not provide an export named '{property}'",
      "cannot import name '{property}' from '{module}'",
      "cannot import name '{property}' from partially initialized module '{module}'",
      "Package subpath '{file}' is not defined by 'exports'",
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      'pkg_resources.VersionConflict',
      'pkg_resources.DistributionNotFound',
      'urllib3 v2 only supports OpenSSL 1.1.1+',
    ],
    solutions: [
      [
        'pin-version',
        'Find which version is deployed, and pin the one that the code was written for.',
        'npm ls {module} || pip show {module}',
      ],
      [
        'check-layers',
        'Compare with what the layers bring: the deployment package comes first for Node, layers may come first for Python.',
        'aws lambda get-function-configuration --function-name {target} --query Layers',
      ],
      ['rename-own-file', 'Rename an own file that has the package’s name.'],
    ],
  },
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
    id: 'java-class-missing',
    title: 'A class is not in the deployment package',
    description:
      'The Java runtime found no class by that name: the archive was built without its dependencies, or the handler setting has another package or name. A class whose initialiser failed before is told the same way (Could not initialize class).',
    forms: [
      'ClassNotFoundException: {class}',
      'NoClassDefFoundError: {class}',
      'NoClassDefFoundError: Could not initialize class {class}',
      'Class not found: {class}',
      'java.lang.NoClassDefFoundError',
      'java.lang.ClassNotFoundException',
    ],
    solutions: [
      [
        'build-fat-jar',
        'Build with all dependencies inside (the Shade plugin of Maven, Shadow of Gradle), or put them into lib/ of the archive.',
        'mvn package',
      ],
      [
        'fix-handler-setting',
        'Compare the handler setting with the class: package.Class::method.',
        'aws lambda get-function-configuration --function-name {target} --query Handler',
      ],
    ],
  },
  {
    id: 'java-version-mismatch',
    title: 'Classes were compiled for a newer Java',
    description: 'The function’s runtime is older than the Java that its classes were compiled for, and refuses to load them.',
    forms: ['has been compiled by a more recent version of the Java Runtime', 'UnsupportedClassVersionError'],
    solutions: [
      [
        'newer-runtime',
        'Give the function the runtime that the classes need.',
        'aws lambda update-function-configuration --function-name {target} --runtime {newRuntime}',
      ],
      ['compile-for-runtime', 'Or compile for the runtime that it has (maven.compiler.release, --release).'],
    ],
  },
  {
    id: 'java-linkage',
    title: 'Two versions of a Java library are mixed',
    description:
      'A class calls a method or field that the loaded version of another class does not have. Two dependencies brought different versions of a library, and the wrong one won.',
    forms: [
      'java.lang.NoSuchMethodError',
      'java.lang.NoSuchFieldError',
      'java.lang.AbstractMethodError',
      'IncompatibleClassChangeError',
      'NoSuchMethodError: {class}',
    ],
    solutions: [
      ['show-dependency-tree', 'Find who brings which version.', 'mvn dependency:tree -Dverbose'],
      ['pin-version', 'Pin one version of it (dependencyManagement, a BOM, or Gradle’s constraints).'],
    ],
  },
  {
    id: 'python-module-missing',
    title: 'A Python module is not in the deployment package',
    description:
      'The module is neither in the package nor in a layer of the function. It was not installed into the folder that is zipped, is in a layer with another layout than python/, or was renamed by an update.',
    forms: ["No module named '{module}'", 'No module named {module}'],
    solutions: [
      [
        'install-into-package',
        'Install it into the folder that is deployed. The name comes from a log: check that it is the one you mean, since a module’s and its distribution’s names may differ.',
        'pip install --target package -r requirements.txt',
      ],
      [
        'check-layers',
        'If a layer is to bring it: its archive needs the folder python/ at the root, for this version of Python.',
        'aws lambda get-function-configuration --function-name {target} --query "[Runtime,Layers]"',
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
    id: 'dotnet-assembly-missing',
    title: 'A .NET assembly is missing',
    description:
      'An assembly that the code needs is not in the package, or in another version. It was published without its dependencies or for another framework.',
    refines: ['packaged-file-missing'],
    forms: [
      "Could not load file or assembly '{library},{*}'",
      "Could not load file or assembly '{library}'",
      'System.IO.FileNotFoundException: Could not load file or assembly',
    ],
    solutions: [
      ['publish-whole', 'Publish with all that is needed.', 'dotnet lambda package --configuration Release --framework net8.0'],
      ['compare-versions', 'Compare the versions that the projects reference.', 'dotnet list package --include-transitive'],
    ],
  },
  {
    id: 'ruby-gem-missing',
    title: 'A Ruby gem is not in the deployment package',
    description: 'The file is in no gem that is deployed: the bundle was not vendored into the package, or for another platform.',
    forms: [
      'cannot load such file -- {module}',
      'Could not find {module} in locally installed gems',
      'Could not find {module} in any of the sources',
      'Bundler::GemNotFound',
    ],
    solutions: [
      [
        'vendor-gems',
        'Vendor the gems into the package, in Lambda’s build image.',
        'bundle config set --local path vendor/bundle && bundle install',
      ],
      ['check-layers', 'Or bring them by a layer with ruby/gems/ at its root.'],
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
