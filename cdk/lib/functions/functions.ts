import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { Edge } from '../edge/distribution.js';
import type { Sealing } from '../keys/sealing.js';
import type { Parameters } from '../parameters.js';
import type { Queues } from '../queues/queues.js';
import type { Stage } from '../stage.js';
import type { Buckets } from '../storage/buckets.js';
import type { Table } from '../storage/table.js';
import { control } from './control.js';
import type { WavecastFunction } from './function.js';
import { keys } from './keys.js';
import { publisher } from './publisher.js';
import { scheduler } from './scheduler.js';

/** What functions are made on. */
export interface Ground {
  readonly stage: Stage;
  readonly parameters: Parameters;
  readonly table: Table;
  readonly buckets: Buckets;
  readonly sealing: Sealing;
  readonly queues: Queues;
  /** None where an edge of one machine serves the bucket. */
  readonly edge: Edge | undefined;
  /** What requests must carry when the API stands behind a firewall of its own. */
  readonly originSecret: secrets.ISecret | undefined;
  /** What control is told of who signs in. */
  readonly signIn: Record<string, string>;
}

/** What one function is made with. */
export interface Setting extends Ground {
  readonly environment: Record<string, string>;
  readonly tokens: secrets.ISecret;
}

/** The four functions, and who wakes whom. */
export class Functions extends Construct {
  readonly control: WavecastFunction;
  readonly publisher: WavecastFunction;
  readonly keys: WavecastFunction;
  readonly scheduler: WavecastFunction;
  /** The hashes of API tokens. */
  readonly tokens: secrets.Secret;

  constructor(scope: Construct, id: string, ground: Ground) {
    super(scope, id);
    this.tokens = tokens(this, ground.stage);
    const setting = { ...ground, tokens: this.tokens, environment: environment(ground) };
    this.control = control(this, setting);
    this.publisher = publisher(this, setting);
    this.keys = keys(this, setting);
    this.scheduler = scheduler(this, setting);
    this.control.mayWake(this.publisher, this.keys);
    this.keys.mayWake(this.publisher);
    this.scheduler.mayWake(this.publisher, this.keys);
    for (const made of this.all()) {
      made.acknowledges(
        'Objects below the buckets of this stage, as many as there are files',
        ...['Edge', 'Ingest'].map((bucket) => `<${idOf(ground.buckets, bucket)}.Arn>/*`),
      );
    }
  }

  /** All of them. */
  all(): WavecastFunction[] {
    return [this.control, this.publisher, this.keys, this.scheduler];
  }
}

function idOf(buckets: Buckets, which: string): string {
  const bucket = which === 'Edge' ? buckets.edge : buckets.ingest;
  return bucket.stack.getLogicalId(bucket.node.defaultChild as never);
}

/** Names alone; nothing here is a secret. */
function environment(ground: Ground): Record<string, string> {
  const { stage } = ground;
  const emulator = ground.parameters.emulator;
  return {
    WAVECAST_STAGE: stage.name,
    WAVECAST_TABLE: ground.table.nameInUse,
    WAVECAST_EDGE_BUCKET: ground.buckets.edge.bucketName,
    WAVECAST_INGEST_BUCKET: ground.buckets.ingest.bucketName,
    WAVECAST_SEALING_KEY: ground.sealing.key.keyArn,
    WAVECAST_SIGNER: ground.parameters.signer.valueAsString,
    WAVECAST_DISTRIBUTION: ground.edge?.distribution.distributionId ?? '',
    WAVECAST_EDGE_URL: emulator?.edge.valueAsString ?? ground.edge?.url ?? '',
    WAVECAST_PUBLISHER: `wavecast-${stage.name}-publisher`,
    WAVECAST_KEYS: `wavecast-${stage.name}-keys`,
    WAVECAST_RENEWALS_QUEUE: ground.queues.renewals.queueUrl,
    WAVECAST_INVALIDATIONS_QUEUE: ground.queues.invalidations.queueUrl,
    WAVECAST_LOG: 'info',
    ...(emulator && {
      AWS_ENDPOINT_URL: emulator.endpoint.valueAsString,
      AWS_ENDPOINT_URL_S3: emulator.s3.valueAsString,
    }),
  };
}

/** Nobody is let in until somebody puts the hash of a token here. */
function tokens(scope: Construct, stage: Stage): secrets.Secret {
  const secret = new secrets.Secret(scope, 'Tokens', {
    secretName: `wavecast/${stage.name}/tokens`,
    description: 'SHA-256 of API tokens, never a token itself',
    secretStringValue: SecretValue.unsafePlainText('{"v":1,"tokens":[]}'),
    removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  acknowledge(secret, 'Hashes; a token is replaced by whoever holds one, not by a clock', 'AwsSolutions-SMG4');
  return secret;
}
