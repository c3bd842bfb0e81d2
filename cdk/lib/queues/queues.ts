import { Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { Stage } from '../stage.js';

/** Twice what the publisher may take, so that no message is handed out while it is worked on. */
const VISIBILITY = Duration.minutes(30);
/**
 * How often a message is tried before it is put aside. What fails comes again after the visibility, so
 * that is 2 1/2 hours after it was sent: a queue must keep it for longer, or it is gone before anybody
 * is told.
 */
const TRIES = 5;

/** What waits for the publisher, and what was put aside. */
export class Queues extends Construct {
  /** Channels whose freshness ends. */
  readonly renewals: sqs.Queue;
  /** Paths that the CDN should forget. */
  readonly invalidations: sqs.Queue;
  /** Messages and stream records that were tried and didn't work, by where they come from. */
  readonly aside: Readonly<Record<'renewals' | 'invalidations' | 'stream', sqs.Queue>>;

  constructor(scope: Construct, id: string, private readonly stage: Stage) {
    super(scope, id);
    this.aside = {
      renewals: this.queue('RenewalsAside', { retentionPeriod: Duration.days(14) }),
      invalidations: this.queue('InvalidationsAside', { retentionPeriod: Duration.days(14) }),
      stream: this.queue('StreamAside', { retentionPeriod: Duration.days(14) }),
    };
    acknowledge(this.aside.stream, 'It is where the stream puts its records aside', 'AwsSolutions-SQS3');
    this.renewals = this.queue('Renewals', {
      visibilityTimeout: VISIBILITY,
      // The tick asks again for what is still due: an old message says nothing new.
      retentionPeriod: Duration.hours(6),
      deadLetterQueue: { queue: this.aside.renewals, maxReceiveCount: TRIES },
    });
    this.invalidations = this.queue('Invalidations', {
      visibilityTimeout: VISIBILITY,
      // Every cache has asked for itself long before; it is kept for as long as it is tried.
      retentionPeriod: Duration.hours(6),
      deadLetterQueue: { queue: this.aside.invalidations, maxReceiveCount: TRIES },
    });
  }

  private queue(id: string, more: sqs.QueueProps): sqs.Queue {
    return new sqs.Queue(this, id, {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: this.stage.enforcesTls,
      ...more,
    });
  }
}
