import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import type { Setting } from './functions.js';
import { WavecastFunction } from './function.js';
import { entries, seal, staging } from './powers.js';

/** Reads and commits state, presigns uploads, and seals secrets. It can neither sign, write the edge, nor open what it sealed. */
export function control(scope: Construct, at: Setting): WavecastFunction {
  const size = {
    memory: 512,
    // The API gives up after 30.
    timeout: Duration.seconds(29),
    maxEventAge: Duration.seconds(60),
    reserved: 'parameter',
  } as const;
  const environment = {
    ...at.environment,
    WAVECAST_TOKEN_SECRET: at.tokens.secretArn,
    ...at.signIn,
    ...(at.originSecret && { WAVECAST_ORIGIN_SECRET: at.originSecret.secretArn }),
  };
  const made = new WavecastFunction(scope, 'control', at.stage, at.parameters, size, environment);
  made.may(
    ...entries(at.table, {
      reads: ['L#*', 'O#*', 'A#*', 'R#*', 'K#*', 'F#*', 'T#*', 'E#*', 'I#*', 'P#*', 'H#*', 'N#*', 'U#*', 'W#*'],
      // Values of secrets, sealed, are written and never read. What it sees beside changes, it notes; the
      // chain of that is the scheduler's.
      writes: ['L#*', 'O#*', 'A#*', 'R#*', 'K#*', 'F#*', 'T#*', 'E#*', 'I#*', 'P#*', 'U#*', 'V#*', 'J#*'],
      // No event of the trail is ever deleted, and no head.
      deletes: ['O#*', 'A#*', 'R#*', 'K#*', 'F#*', 'T#*', 'I#*', 'U#*', 'V#*'],
      by: ['R#*', 'E#*'],
    }),
    ...staging(at.buckets, 'takes uploads'),
    seal('SealsSecrets', 'kms:Encrypt', at.sealing.key.keyArn, ['secret']),
    new iam.PolicyStatement({
      sid: 'ReadsItsSecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [at.tokens.secretArn, ...(at.originSecret ? [at.originSecret.secretArn] : [])],
    }),
  );
  return made;
}
