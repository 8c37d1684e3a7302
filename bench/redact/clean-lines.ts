import { Secrets } from './secrets.ts';

/** Lines of the daily business of services, with nothing secret in them. */
const LINES: readonly ((s: Secrets) => string)[] = [
  (s) => `START RequestId: ${s.uuid()} Version: ${s.below(90)}`,
  (s) => `END RequestId: ${s.uuid()}`,
  (s) =>
    `REPORT RequestId: ${s.uuid()}\tDuration: ${s.below(900)}.${s.digits(2)} ms\tBilled Duration: ${s.below(900)} ms\tMemory Size: 512 MB\tMax Memory Used: ${s.below(512)} MB`,
  (s) =>
    `2026-11-03T04:12:0${s.below(10)}.${s.digits(3)}Z\t${s.uuid()}\tINFO\torder ${s.digits(7)} was placed by customer ${s.digits(5)} in ${s.below(300)} ms`,
  (s) =>
    `10.0.${s.below(255)}.${s.below(255)} - - [03/Nov/2026:04:12:09 +0000] "GET /v1/items/${s.digits(6)}?page=${s.below(40)} HTTP/1.1" 200 ${s.digits(4)} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
  (s) =>
    `{"level":"info","time":17${s.digits(11)},"pid":${s.digits(4)},"hostname":"ip-10-0-3-${s.below(255)}","msg":"request completed","responseTime":${s.below(500)}}`,
  (s) => `time=2026-11-03T04:12:09Z level=info msg="cache refreshed" entries=${s.digits(4)} took=${s.below(90)}ms source=catalog`,
  (s) =>
    `2026-11-03 04:12:09,${s.digits(3)} INFO  [http-nio-8080-exec-${s.below(20)}] com.example.orders.OrderService - Reserved ${s.below(9)} items of ${s.digits(8)}`,
  (s) =>
    `[INFO]\t2026-11-03T04:12:09.${s.digits(3)}Z\t${s.uuid()}\tprocessed batch of ${s.below(100)} records from shardId-${s.digits(12)}`,
  (s) => `    at async Runtime.handler (file:///var/task/index.mjs:${s.below(200)}:${s.below(40)})`,
  (s) => `ERROR TypeError: Cannot read properties of undefined (reading 'total') for basket ${s.uuid()}`,
  (s) => `Nov  3 04:12:09 web-${s.below(9)} systemd[1]: Started Session ${s.digits(4)} of User deploy.`,
];

/** As many lines, the same for the same seed. */
export function cleanLines(count: number, seed: number): string[] {
  const secrets = new Secrets(seed, 'clean lines');
  return Array.from({ length: count }, () => secrets.one(LINES)(secrets));
}
