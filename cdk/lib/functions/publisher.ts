import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';

import type { Setting } from './functions.js';
import { WavecastFunction } from './function.js';
import { ONLINE_ROLES, edge, entries, seal, signs, staging } from './powers.js';

/** The records of the stream that say that a publication is wanted. */
const WANTED = { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'P#' }] } } } };

/** Verifies uploads, signs with online keys, and alone writes the edge. */
export function publisher(scope: Construct, at: Setting): WavecastFunction {
  const size = {
    // More memory is more network: a file of 16 GiB is read once, within the timeout.
    memory: 1024,
    timeout: Duration.minutes(15),
    maxEventAge: Duration.seconds(60),
    reserved: 'parameter',
  } as const;
  const made = new WavecastFunction(scope, 'publisher', at.stage, at.parameters, size, at.environment);
  const sealed = ONLINE_ROLES.map((role) => `S#*#${role}`);
  made.may(
    ...entries(at.table, {
      reads: ['L#*', 'A#*', 'K#*', 'F#*', 'T#*', 'P#*', 'H#*', 'N#*', ...sealed],
      // Which keys signed is noted with what they signed.
      writes: ['H#*', 'P#*', 'K#*', 'F#*', 'T#*', 'J#*'],
      // A pending publication beneath hundreds of published ones.
      due: ['DUE#*'],
    }),
    ...staging(at.buckets, 'promotes them'),
    ...edge(at.buckets),
    new iam.PolicyStatement({ sid: 'SeesTheKey', actions: ['kms:DescribeKey'], resources: [at.sealing.key.keyArn] }),
    seal('OpensOnlineKeys', 'kms:Decrypt', at.sealing.key.keyArn, ONLINE_ROLES),
  );
  made.mayInKms(signs(at.stage.name, ONLINE_ROLES));
  invalidates(made, at);
  takes(made, at);
  followsTheTable(made, at);
  return made;
}

function invalidates(made: WavecastFunction, at: Setting): void {
  made.may(
    new iam.PolicyStatement({
      sid: 'QueuesInvalidations',
      actions: ['sqs:SendMessage'],
      resources: [at.queues.invalidations.queueArn],
    }),
  );
  if (at.edge !== undefined) {
    const distribution = `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/${at.edge.distribution.distributionId}`;
    const actions = ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'];
    made.may(new iam.PolicyStatement({ sid: 'Invalidates', actions, resources: [distribution] }));
  }
}

/** Bulk renewals run under a cap of their own, so that an emergency never queues behind them. */
function takes(made: WavecastFunction, at: Setting): void {
  const { renewals, invalidations } = at.queues;
  made.may(
    new iam.PolicyStatement({
      sid: 'TakesFromItsQueues',
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      resources: [renewals.queueArn, invalidations.queueArn],
    }),
  );
  const source = { reportBatchItemFailures: true, batchSize: 10 };
  const mapped = [
    new SqsEventSource(renewals, { ...source, maxConcurrency: at.stage.renewalsAtOnce }),
    // One batch at a time is too few for the service, two are enough.
    new SqsEventSource(invalidations, { ...source, maxConcurrency: 2, maxBatchingWindow: Duration.seconds(5) }),
  ];
  for (const mapping of mapped) {
    made.lambda.addEventSource(mapping);
  }
}

/**
 * The net under a wake that was lost: inserts of wanted publications. What is put aside holds keys
 * alone, so the net beneath it is the tick, which asks the table itself what is pending.
 */
function followsTheTable(made: WavecastFunction, at: Setting): void {
  const stream = at.table.own.tableStreamArn;
  if (stream === undefined) {
    throw new Error('table: its stream is off; the publisher follows it');
  }
  const { stream: aside } = at.queues.aside;
  made.may(
    new iam.PolicyStatement({
      sid: 'FollowsTheTable',
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [stream],
    }),
    new iam.PolicyStatement({ sid: 'PutsRecordsAside', actions: ['sqs:SendMessage'], resources: [aside.queueArn] }),
  );
  const mapping = new lambda.EventSourceMapping(made, 'Stream', {
    target: made.lambda,
    eventSourceArn: stream,
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize: 50,
    parallelizationFactor: 2,
    bisectBatchOnError: true,
    retryAttempts: 3,
    maxRecordAge: Duration.hours(1),
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(aside),
    filters: [{ pattern: JSON.stringify(WANTED) }],
  });
  made.isFedBy(mapping);
}
