import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';

import type { WavecastFunction } from '../functions/function.js';
import type { Stage } from '../stage.js';

/** What the scheduler is woken with. */
const WAKE = { v: 1, wake: 'tick' };

/** Wakes the scheduler each minute. A tick that was missed is none to catch up on: the next finds all. */
export class Tick extends Construct {
  constructor(scope: Construct, id: string, stage: Stage, woken: WavecastFunction) {
    super(scope, id);
    if (stage.host === 'localstack') {
      // Its EventBridge Scheduler keeps schedules and starts nothing; its rules do.
      const target = new LambdaFunction(woken.lambda, { event: events.RuleTargetInput.fromObject(WAKE), retryAttempts: 0 });
      new events.Rule(this, 'Rule', { schedule: events.Schedule.rate(Duration.minutes(1)), targets: [target] });
      return;
    }
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com'),
      description: `Wavecast ${stage.name}: wakes the scheduler`,
    });
    const wakes = new iam.Policy(this, 'Wakes', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [woken.lambda.functionArn] }),
      ],
    });
    const schedule = new scheduler.CfnSchedule(this, 'Minute', {
      name: `wavecast-${stage.name}-tick`,
      description: 'Looks for what is due',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: woken.lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify(WAKE),
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      },
    });
    schedule.node.addDependency(wakes);
  }
}
