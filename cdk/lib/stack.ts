import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

import { Http } from './api/http.js';
import { Wall, originSecret } from './api/wall.js';
import { Edge } from './edge/distribution.js';
import { Functions } from './functions/functions.js';
import { Sealing } from './keys/sealing.js';
import { EdgeParameters, Parameters, SignInParameters, WatchParameters } from './parameters.js';
import { Queues } from './queues/queues.js';
import { Tick } from './schedule/tick.js';
import type { Stage } from './stage.js';
import { Buckets } from './storage/buckets.js';
import { Table } from './storage/table.js';
import { Watch } from './watch/watch.js';

/** What is chosen beside the stage. */
export interface WavecastProps extends StackProps {
  readonly stage: Stage;
  /** Whether a firewall stands before the API. */
  readonly waf?: boolean;
}

/** One whole stage of Wavecast: everything from the API to the edge. */
export class WavecastStack extends Stack {
  constructor(scope: Construct, id: string, { stage, waf = false, ...props }: WavecastProps) {
    super(scope, id, { description: `Wavecast ${stage.name}: releases in waves, from signed static files`, ...props });
    Tags.of(this).add('wavecast:stage', stage.name);
    const parameters = new Parameters(this, stage);
    const table = new Table(this, 'Table', stage, parameters);
    const buckets = new Buckets(this, 'Buckets', stage);
    const sealing = new Sealing(this, 'Keys', stage);
    const queues = new Queues(this, 'Queues', stage);
    const edge =
      stage.host === 'localstack' ? undefined : new Edge(this, 'Edge', stage, new EdgeParameters(this), buckets);
    const secret = waf ? originSecret(this, stage) : undefined;
    // LocalStack's need a licence.
    const http = stage.host === 'localstack' ? undefined : new Http(this, 'Api', stage);
    const wall = http && secret && new Wall(this, 'Wall', stage, http, secret, buckets);
    const signIn = new SignInParameters(this).environment(wall?.url ?? http?.url ?? '');
    const ground = { stage, parameters, table, buckets, sealing, queues, edge, originSecret: secret, signIn };
    const functions = new Functions(this, 'Functions', ground);
    new Tick(this, 'Schedule', stage, functions.scheduler);

    const say = (name: string, value: string, description: string) => new CfnOutput(this, name, { value, description });
    say('TableName', table.nameInUse, 'The ledger');
    say('EdgeBucket', buckets.edge.bucketName, 'What devices read');
    say('IngestBucket', buckets.ingest.bucketName, 'Where files are uploaded to');
    say('SealingKey', sealing.key.keyArn, 'Seals the signing keys of channels');
    say('TokenSecret', functions.tokens.secretArn, 'Takes the hashes of API tokens');
    if (edge === undefined || http === undefined) {
      say('ApiUrl', functionUrl(functions), 'For wavecast --url');
      return;
    }
    http.leadsTo(functions.control);
    new Watch(this, 'Watch', { stage, table, queues, functions, http, edge }, new WatchParameters(this, stage));
    say('ApiUrl', wall?.url ?? http.url, 'For wavecast --url');
    say('EdgeUrl', edge.url, 'For wavecast --edge-url, and for devices');
    say('Distribution', edge.distribution.distributionId, 'The CDN before the edge bucket');
  }
}

/** A function URL sends control the very same events as an HTTP API. */
function functionUrl(functions: Functions): string {
  const url = functions.control.lambda.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
  return url.url;
}
