import { patternsOf } from '../built-in-pattern.ts';

/** Classes, modules and gems of Java, Python, .NET and Ruby. */
export const dependencyLanguages = patternsOf('dependency', [
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
]);
