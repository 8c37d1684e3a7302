import type { Runtime } from '../failure.ts';
import type { ParsedFrame } from './parsed-frame.ts';

/** Where Lambda keeps what is not the function's: the runtime, its language, and layers (Lambda developer guide, "Lambda runtimes", "Layers"). */
const LAMBDA_FOLDERS = /^(?:file:\/\/)?\/(?:var\/runtime|var\/lang|opt)\//;

/** Folders of libraries and of the language itself. */
const LIBRARY_FOLDERS: Partial<Record<Runtime, RegExp>> = {
  node: /[\\/]node_modules[\\/]|^node:|^internal\/|^evalmachine|[\\/]\.(?:yarn|pnp)\b/,
  python: /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python\d[\d.]*[\\/]|^<(?!stdin>)|[\\/]Python\d+[\\/]Lib[\\/]/,
  go: /[\\/]go[\\/](?:src|pkg)[\\/]|[\\/]pkg[\\/]mod[\\/]|[\\/]vendor[\\/]|^_cgo/,
  ruby: /[\\/]gems[\\/]|[\\/]lib[\\/]ruby[\\/]|^<internal:/,
  php: /[\\/]vendor[\\/]/,
  rust: /^\/rustc\/|[\\/]\.cargo[\\/](?:registry|git)[\\/]|[\\/]library[\\/](?:std|core|alloc)[\\/]/,
};

/** Packages and namespaces of the language and of libraries that call the service's code, or are called by it, in most stacks. */
const LIBRARY_NAMES: Partial<Record<Runtime, RegExp>> = {
  jvm: new RegExp(
    `^(?:${[
      String.raw`(?:java|javax|jakarta|jdk|sun|kotlin|kotlinx|scala|groovy|clojure|akka|reactor|rx|feign|lambdainternal|okhttp3|okio|retrofit2)`,
      String.raw`com\.(?:sun|amazonaws|fasterxml|google|zaxxer|mysql|mongodb|github|microsoft|oracle|netflix)`,
      String.raw`software\.amazon`,
      String.raw`org\.(?:springframework|apache|hibernate|eclipse|jboss|postgresql|slf4j|junit|mockito|aspectj|codehaus|jooq|mariadb|crac)`,
      String.raw`io\.(?:netty|quarkus|micronaut|vertx|smallrye|opentelemetry|reactivex|lettuce|micrometer|ktor)`,
      String.raw`(?:ch\.qos|net\.bytebuddy|net\.sf|oracle|brave)`,
    ].join('|')})\\.`,
  ),
  dotnet: /^(?:System|Microsoft|Amazon|AWS|Newtonsoft|Npgsql|MySql|Serilog|MediatR|Polly|Dapper)\.|^lambda_method/,
  go: /^(?:runtime|panic|reflect|testing)[.(/]|^github\.com\/aws\//,
  rust: /^(?:std|core|alloc|tokio|futures\w*|hyper|lambda_runtime|__rustc|rust_begin_unwind|aws_\w+)(?:::|$)|^<(?:std|core|alloc|tokio|futures\w*|hyper)::/,
};

/** Accessors, proxies and classes that frameworks make while they run. */
const GENERATED =
  /\$Proxy\d+\.|GeneratedMethodAccessor|GeneratedConstructorAccessor|\$\$(?:FastClass|EnhancerBy|SpringCGLIB|Lambda)|\.access\$\d+$|ByteBuddy|_(?:Subclass|ClientProxy)\./;

/** Whether a frame is of the service's own code. One without a file is not, as nobody can go there; on the JVM, in .NET and in Rust its name tells. */
export function isOwn({ runtime, function: name, file }: ParsedFrame): boolean {
  if (file !== null && (LAMBDA_FOLDERS.test(file) || LIBRARY_FOLDERS[runtime]?.test(file) === true)) return false;
  if (name !== null && LIBRARY_NAMES[runtime]?.test(name) === true) return false;
  switch (runtime) {
    case 'jvm':
      return name !== null && file !== null && !GENERATED.test(name);
    case 'dotnet':
    case 'rust':
      return name !== null;
    case 'node':
      // Before version 16 Node's own modules had bare names: `events.js:315:20`.
      return file !== null && /[\\/]/.test(file);
    default:
      return file !== null;
  }
}
