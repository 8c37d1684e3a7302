import { patternsOf } from '../built-in-pattern.ts';
import { ownFile, packageOf } from '../module-name.ts';

/** Packages and modules of Node, and the handler itself. */
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
]);
