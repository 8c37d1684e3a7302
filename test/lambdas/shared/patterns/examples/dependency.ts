/** Messages as runtimes, SDKs and services print them, by the pattern that must be the first one for them. */
export const dependency: Record<string, readonly string[]> = {
  'node-package-missing': [
    "Error: Cannot find module 'lodash'\nRequire stack:\n- /var/task/index.js\n- /var/runtime/index.mjs",
    "Runtime.ImportModuleError: Error: Cannot find module '@middy/core'\nRequire stack:\n- /var/task/src/handler.js\n- /var/runtime/UserFunction.js",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'uuid' imported from /var/task/index.mjs",
    "Error: Cannot find module 'lodash/fp'\nRequire stack:\n- /var/task/index.js",
  ],
  'node-file-missing': [
    "Error: Cannot find module './lib/util'\nRequire stack:\n- /var/task/index.js\n- /var/runtime/index.mjs",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/var/task/lib/util' imported from /var/task/index.mjs",
  ],
  'aws-sdk-v2-missing': [
    "Runtime.ImportModuleError: Error: Cannot find module 'aws-sdk'\nRequire stack:\n- /var/task/index.js\n- /var/runtime/index.mjs",
    "Error: Cannot find module 'aws-sdk/clients/dynamodb'\nRequire stack:\n- /var/task/db.js",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'aws-sdk' imported from /var/task/index.mjs",
  ],
  'handler-file-missing': [
    "Runtime.ImportModuleError: Error: Cannot find module 'index'\nRequire stack:\n- /var/runtime/index.mjs",
    "Error: Cannot find module 'app'\nRequire stack:\n- /var/runtime/UserFunction.js\n- /var/runtime/index.js",
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'lambda_function': No module named 'lambda_function'",
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'src/app': No module named 'src.app'",
  ],
  'handler-not-found': [
    'Runtime.HandlerNotFound: index.handler is undefined or not exported',
    "[ERROR] Runtime.HandlerNotFound: Handler 'handler' missing on module 'app'",
    "Runtime.MalformedHandlerName: Bad handler 'index'",
    "LambdaException: Unable to find method 'FunctionHandler' in type 'Orders.Function' from assembly 'Orders'.",
  ],
  'es-module-required': [
    'Error [ERR_REQUIRE_ESM]: require() of ES Module /var/task/node_modules/node-fetch/src/index.js from /var/task/index.js not supported.',
    'Error [ERR_REQUIRE_ESM]: Must use import to load ES Module: /var/task/node_modules/nanoid/index.js',
    'Error [ERR_REQUIRE_ASYNC_MODULE]: require() cannot be used on an ESM graph with top-level await. Use import() instead.',
  ],
  'module-format-mismatch': [
    'Runtime.UserCodeSyntaxError: SyntaxError: Cannot use import statement outside a module',
    "SyntaxError: Unexpected token 'export'",
    'ReferenceError: require is not defined in ES module scope, you can use import instead',
    'ReferenceError: __dirname is not defined in ES module scope',
    'Error: Dynamic require of "node:fs" is not supported',
  ],
  'import-name-missing': [
    "SyntaxError: The requested module 'lodash' does not provide an export named 'debouce'",
    "ImportError: cannot import name 'DEFAULT_CIPHERS' from 'urllib3.util.ssl_' (/var/task/urllib3/util/ssl_.py)",
    'Error [ERR_PACKAGE_PATH_NOT_EXPORTED]: Package subpath \'./lib/internal\' is not defined by "exports" in /var/task/node_modules/a/package.json',
    "ImportError: urllib3 v2 only supports OpenSSL 1.1.1+, currently the 'ssl' module is compiled with 'OpenSSL 1.0.2k-fips  26 Jan 2017'.",
  ],
  'native-module-platform': [
    'Error: /var/task/node_modules/bcrypt/lib/binding/napi-v3/bcrypt_lib.node: invalid ELF header',
    "Error: The module '/var/task/node_modules/better-sqlite3/build/Release/better_sqlite3.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 108. This version of Node.js requires NODE_MODULE_VERSION 127.",
    'Error: Could not load the "sharp" module using the linux-x64 runtime',
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'pydantic_core._pydantic_core'",
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': Unable to import required dependencies:\nnumpy:\n\nIMPORTANT: PLEASE READ THIS FOR ADVICE ON HOW TO SOLVE THIS ISSUE!",
    "ImportError: cannot import name '_imaging' from 'PIL' (/var/task/PIL/__init__.py)",
  ],
  'glibc-too-old': [
    "/lib64/libc.so.6: version `GLIBC_2.28' not found (required by /var/task/node_modules/canvas/build/Release/canvas.node)",
    "ImportError: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /var/task/lib/libgdal.so)",
    "Error: /usr/lib64/libstdc++.so.6: version `GLIBCXX_3.4.29' not found (required by /var/task/native.node)",
  ],
  'shared-library-missing': [
    'ImportError: libGL.so.1: cannot open shared object file: No such file or directory',
    '/tmp/chromium: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory',
  ],
  'browser-not-started': [
    'Error: Could not find Chrome (ver. 123.0.6312.58). This can occur if either',
    "browserType.launch: Executable doesn't exist at /home/sbx_user1051/.cache/ms-playwright/chromium-1097/chrome-linux/chrome",
  ],
  'exec-format': [
    'Error: fork/exec /var/task/bootstrap: exec format error',
    "OSError: [Errno 8] Exec format error: '/var/task/bin/ffmpeg'",
  ],
  'invalid-entrypoint': [
    "RequestId: 7ab4d5a2-0000-4000-8000-000000000000 Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]\nRuntime.InvalidEntrypoint",
    'entrypoint requires the handler name to be the first argument',
    'fork/exec /var/task/main: no such file or directory: PathError\nnull',
  ],
  'java-class-missing': [
    'Class not found: com.example.orders.Handler: java.lang.ClassNotFoundException\njava.lang.ClassNotFoundException: com.example.orders.Handler. Current classpath: file:/var/task/',
    'java.lang.NoClassDefFoundError: com/fasterxml/jackson/databind/ObjectMapper',
    'java.lang.NoClassDefFoundError: Could not initialize class com.example.orders.Clients',
  ],
  'java-version-mismatch': [
    'java.lang.UnsupportedClassVersionError: com/example/Handler has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0',
  ],
  'java-linkage': ["java.lang.NoSuchMethodError: 'com.google.common.collect.ImmutableMap com.google.common.collect.ImmutableMap.of()'"],
  'python-module-missing': [
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'lambda_function': No module named 'requests'",
    "ModuleNotFoundError: No module named 'pandas'",
  ],
  'layer-file-missing': [
    "Error: ENOENT: no such file or directory, open '/opt/nodejs/config.json'",
    "FileNotFoundError: [Errno 2] No such file or directory: '/opt/bin/wkhtmltopdf'",
    "Error: Cannot find module '/opt/nodejs/shared'\nRequire stack:\n- /var/task/index.js",
  ],
  'packaged-file-missing': [
    "Error: ENOENT: no such file or directory, open '/var/task/templates/welcome.html'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'schema.json'",
    'java.io.FileNotFoundException: config.yml (No such file or directory)',
  ],
  'dotnet-assembly-missing': [
    "System.IO.FileNotFoundException: Could not load file or assembly 'Newtonsoft.Json, Version=13.0.0.0, Culture=neutral, PublicKeyToken=30ad4fe6b2a6aeed'. The system cannot find the file specified.",
  ],
  'ruby-gem-missing': ['LoadError: cannot load such file -- nokogiri/nokogiri'],
  'prisma-engine-missing': [
    'PrismaClientInitializationError: Prisma Client could not locate the Query Engine for runtime "rhel-openssl-3.0.x".',
    'Error: Query engine library for current platform "rhel-openssl-1.0.x" could not be found.',
  ],
  'extension-failed': [
    'RequestId: 7ab4d5a2-0000-4000-8000-000000000000 Error: exit status 1\nExtension.Crash',
    'Extension.LaunchError: RequestId: 7ab4d5a2-0000-4000-8000-000000000000 Error: fork/exec /opt/extensions/agent: exec format error',
  ],
};
