import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Stage } from './stage.js';

/** Where the runbooks are read, unless told otherwise. */
const RUNBOOKS = 'docs/runbooks';

/**
 * What is chosen at deployment, by whoever deploys: with `cdk deploy --parameters Name=value`, or in
 * `samconfig.toml`. What changes the shape of the stack is a stage or a context value instead.
 */
export class Parameters {
  /** Of all functions. */
  readonly architecture: CfnParameter;
  /** How channels sign. */
  readonly signer: CfnParameter;
  /** Whether channels sign with keys that never leave KMS. */
  readonly signsInKms: CfnCondition;
  /** Reserved concurrency; 0 reserves nothing. */
  readonly reserved: CfnParameter;
  /** Whether any is reserved. */
  readonly reserves: CfnCondition;
  /** Who hears of alarms and of the budget. */
  readonly email: CfnParameter;
  /** Whether anybody does. */
  readonly hasEmail: CfnCondition;
  /** Dollars a month; 0 makes no budget. */
  readonly budget: CfnParameter;
  /** Whether there is a budget. It needs somebody to tell. */
  readonly hasBudget: CfnCondition;
  /** The edge's own domain. */
  readonly edgeDomain: CfnParameter;
  /** The certificate of the edge's own domain. */
  readonly edgeCertificate: CfnParameter;
  /** Whether the edge has a domain of its own. */
  readonly hasEdgeDomain: CfnCondition;
  /** A table that stands in for the stack's own, after a restore. */
  readonly restoredTable: CfnParameter;
  /** Whether there is such a table. */
  readonly hasRestoredTable: CfnCondition;
  /** Where the runbooks are. */
  readonly runbooks: CfnParameter;
  /** Where an emulator answers, and its edge; neither exists on AWS. */
  readonly emulator: { readonly endpoint: CfnParameter; readonly edge: CfnParameter } | undefined;

  constructor(scope: Construct, stage: Stage) {
    const text = (id: string, description: string, more: object = {}) =>
      new CfnParameter(scope, id, { type: 'String', default: '', description, ...more });
    const number = (id: string, initial: number, description: string) =>
      new CfnParameter(scope, id, { type: 'Number', default: initial, minValue: 0, description });
    const given = (id: string, parameter: CfnParameter, nothing: string) =>
      new CfnCondition(scope, id, {
        expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, nothing)),
      });

    this.architecture = text('Architecture', 'Of the functions, as their packages were built', {
      default: stage.host === 'aws' ? 'arm64' : 'x86_64',
      allowedValues: ['arm64', 'x86_64'],
    });
    this.signer = text('Signer', 'Seeds that KMS seals, or keys that stay in KMS (more calls, more cost)', {
      default: 'sealed',
      allowedValues: ['sealed', 'kms-ed25519', 'kms-p256'],
    });
    this.signsInKms = given('SignsInKms', this.signer, 'sealed');
    this.reserved = number(
      'ReservedConcurrency',
      0,
      'For control and publisher each; 0 reserves nothing. Accounts with a quota of 10 refuse any',
    );
    this.reserves = new CfnCondition(scope, 'Reserves', { expression: isNot(this.reserved, '0') });
    this.email = text('AlarmEmail', 'Who hears of alarms and of the budget; empty: nobody');
    this.hasEmail = given('HasAlarmEmail', this.email, '');
    this.budget = number('MonthlyBudget', stage.monthlyBudget, 'US dollars; 0 makes no budget');
    this.hasBudget = new CfnCondition(scope, 'HasBudget', {
      expression: Fn.conditionAnd(isNot(this.budget, '0'), this.hasEmail),
    });
    this.edgeDomain = text('EdgeDomain', 'The edge under a name of yours; empty: the name that CloudFront gives');
    this.edgeCertificate = text('EdgeCertificate', 'ARN of its certificate, in us-east-1');
    this.hasEdgeDomain = given('HasEdgeDomain', this.edgeDomain, '');
    this.restoredTable = text('RestoredTable', 'After a restore: the table to use in place of its own');
    this.hasRestoredTable = given('HasRestoredTable', this.restoredTable, '');
    this.runbooks = text('Runbooks', 'Where the runbooks are read: a folder or a URL', { default: RUNBOOKS });
    if (stage.host !== 'aws') {
      this.emulator = {
        endpoint: text('Endpoint', 'Where the emulator answers', { default: 'http://127.0.0.1:4566' }),
        edge: text('EdgeAddress', 'Where its edge answers', { default: 'http://127.0.0.1:8090' }),
      };
    }
  }
}

function isNot(parameter: CfnParameter, value: string) {
  return Fn.conditionNot(Fn.conditionEquals(parameter.value, value));
}
