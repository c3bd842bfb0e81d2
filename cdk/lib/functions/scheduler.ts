import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import type { Setting } from './functions.js';
import { WavecastFunction } from './function.js';
import { entries, staging } from './powers.js';

/** Looks each minute for what is due; decides, and asks the others. It never signs. */
export function scheduler(scope: Construct, at: Setting): WavecastFunction {
  const size = {
    memory: 256,
    // It stops by itself at 45.
    timeout: Duration.seconds(55),
    maxEventAge: Duration.seconds(60),
    reserved: 1,
  } as const;
  const made = new WavecastFunction(scope, 'scheduler', at.stage, at.parameters, size, at.environment);
  made.may(
    ...entries(at.table, {
      // Organizations themselves among it: what is due may need the approvals of their members.
      reads: ['L#*', 'O#', 'O#~*', 'A#*', 'R#*', 'K#*', 'F#*', 'T#*', 'E#*', 'I#*', 'P#*', 'H#*', 'N#*', 'U#*', 'Z#*', 'J#*', 'W#*'],
      writes: ['A#*', 'R#*', 'T#*', 'E#*', 'I#*', 'P#*', 'F#*', 'Z#*', 'W#*'],
      // What ran out, tokens among it and no other entry of an organization; files that nobody took,
      // rotations that were fulfilled, where a round was that is over, and notes once their chain has them.
      deletes: ['O#~*', 'A#*', 'F#*', 'I#*', 'P#*', 'U#*', 'Z#*', 'J#*'],
      due: ['DUE#*', 'STAGED#*', 'CONDEMNED#*', 'EXPIRES#*'],
      by: ['HEADS#*'],
    }),
    ...staging(at.buckets, 'clears them away'),
    new iam.PolicyStatement({
      sid: 'QueuesRenewals',
      actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
      resources: [at.queues.renewals.queueArn],
    }),
  );
  return made;
}
