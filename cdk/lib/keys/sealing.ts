import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

import type { Stage } from '../stage.js';

/** The key that seals the seeds of all channels of a stage, and the data keys of secrets. */
export class Sealing extends Construct {
  /** A primary key that other Regions may get a replica of: it can't be made one later. */
  readonly key: kms.Key;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.key = new kms.Key(this, 'Seal', {
      description: `Wavecast ${stage.name}: seals the signing keys of channels`,
      multiRegion: true,
      enableKeyRotation: true,
      pendingWindow: Duration.days(stage.keepsData ? 30 : 7),
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /**
   * Root keys are opened by this principal alone, whatever policies others carry: not even an
   * administrator of the account gets there without changing the key's own policy, which is an event.
   */
  opensRootsFor(role: iam.IRole): void {
    this.opens('RootKeysAreOpenedByTheKeyMakerAlone', 'root', role);
  }

  /** The same of the secrets of applications. Whichever function comes to use one needs a place here. */
  opensSecretsFor(role: iam.IRole): void {
    this.opens('SecretsAreOpenedByTheKeyMakerAlone', 'secret', role);
  }

  private opens(sid: string, what: string, role: iam.IRole): void {
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['kms:Decrypt', 'kms:ReEncryptFrom'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:EncryptionContext:role': what },
          ArnNotEquals: { 'aws:PrincipalArn': role.roleArn },
        },
      }),
    );
  }
}
