import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import type { Setting } from './functions.js';
import { WavecastFunction } from './function.js';
import { ROLES, entries, makes, seal, signs } from './powers.js';

/** Makes and seals keys, signs roots and the heads of trails, and tries whether secrets open; alone in that. */
export function keys(scope: Construct, at: Setting): WavecastFunction {
  const size = {
    memory: 256,
    timeout: Duration.seconds(60),
    maxEventAge: Duration.seconds(60),
    reserved: 2,
  } as const;
  const made = new WavecastFunction(scope, 'keys', at.stage, at.parameters, size, at.environment);
  const key = at.sealing.key.keyArn;
  made.may(
    ...entries(at.table, {
      // What it signs the heads of: the organization's own trail, and those of its applications.
      reads: ['L#*', 'O#', 'A#*', 'N#*', 'S#*', 'P#*', 'V#*', 'W#*'],
      // A root, its new keys, the publication that shows it, and which keys signed, in one commit; and
      // statements of heads.
      writes: ['N#*', 'S#*', 'P#*', 'J#*'],
    }),
    new iam.PolicyStatement({ sid: 'SeesTheKey', actions: ['kms:DescribeKey'], resources: [key] }),
    seal('SealsKeys', 'kms:Encrypt', key, ROLES),
    seal('OpensRootKeys', 'kms:Decrypt', key, ['root']),
    seal('OpensSecrets', 'kms:Decrypt', key, ['secret']),
  );
  made.mayInKms(...makes(at.stage.name), signs(at.stage.name, ['root']));
  at.sealing.opensRootsFor(made.role);
  at.sealing.opensSecretsFor(made.role);
  return made;
}
