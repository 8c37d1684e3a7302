import { createHash } from 'node:crypto';
import { containerd } from './systems/containerd.ts';
import { djangoCelery } from './systems/django-celery.ts';
import { elasticsearch } from './systems/elasticsearch.ts';
import { kafka } from './systems/kafka.ts';
import { kubelet } from './systems/kubelet.ts';
import { lambdaNode } from './systems/lambda-node.ts';
import { nginxError } from './systems/nginx-error.ts';
import { postgreSql } from './systems/postgre-sql.ts';
import { powertoolsJson } from './systems/powertools-json.ts';
import { pythonLambda } from './systems/python-lambda.ts';
import { rabbitMq } from './systems/rabbit-mq.ts';
import { redis } from './systems/redis.ts';
import { shopApp } from './systems/shop-app.ts';
import { springBoot } from './systems/spring-boot.ts';
import type { System } from './template.ts';

const sha256 = (name: string): string => createHash('sha256').update(name).digest('hex');

/** All systems, in the order of their names' hashes: which half one falls into nobody chose. */
export const SYSTEMS: readonly System[] = [
  containerd,
  djangoCelery,
  elasticsearch,
  kafka,
  kubelet,
  lambdaNode,
  nginxError,
  postgreSql,
  powertoolsJson,
  pythonLambda,
  rabbitMq,
  redis,
  shopApp,
  springBoot,
]
  .map((system) => ({ system, hash: sha256(system.name) }))
  .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
  .map(({ system }) => system);

const HALF = SYSTEMS.length / 2;

/** `dev` may be looked at while a miner is made; `test` only tells how it does on lines that nobody looked at. */
export const HALVES = { dev: SYSTEMS.slice(0, HALF), test: SYSTEMS.slice(HALF) } as const;
