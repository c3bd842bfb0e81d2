import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { WatchParameters } from '../parameters.js';
import { type Alarm, type Watched, alarms } from './watched.js';
import { dashboard } from './dashboard.js';

/** Who is told, of what, and what there is to look at. */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, watched: Watched, parameters: WatchParameters) {
    super(scope, id);
    const topic = new sns.Topic(this, 'Alarms', {
      displayName: `Wavecast ${watched.stage.name}`,
      enforceSSL: watched.stage.enforcesTls,
    });
    const reader = new sns.CfnSubscription(this, 'Reader', {
      topicArn: topic.topicArn,
      protocol: 'email',
      endpoint: parameters.email.valueAsString,
    });
    reader.cfnOptions.condition = parameters.hasEmail;
    const isGlobal = new CfnCondition(this, 'IsGlobal', {
      expression: Fn.conditionEquals(Aws.REGION, 'us-east-1'),
    });
    const made = alarms(watched).map((alarm) => {
      const one = ring(this, watched.stage.name, alarm, parameters);
      one.addAlarmAction(new SnsAction(topic));
      acknowledge(one, 'A table that was not named is never asked for', 'CloudFormation-Validate::W1030');
      if (alarm.global) {
        // An alarm lives where its metric is kept: elsewhere there is none to be made.
        (one.node.defaultChild as cloudwatch.CfnAlarm).cfnOptions.condition = isGlobal;
      }
      return one;
    });
    dashboard(this, watched, made.filter((_, index) => !alarms(watched)[index]?.global));
    budget(this, watched.stage.name, parameters);
  }
}

function ring(scope: Construct, stage: string, alarm: Alarm, parameters: WatchParameters): cloudwatch.Alarm {
  const [bad, of] = alarm.of ?? [1, 1];
  const { LESS_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;
  const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData;
  return new cloudwatch.Alarm(scope, alarm.id, {
    alarmName: `wavecast-${stage}-${alarm.id}`,
    alarmDescription: `${alarm.says}. What to do: ${parameters.runbooks.valueAsString}/${alarm.runbook}.md`,
    metric: alarm.metric,
    threshold: alarm.at,
    datapointsToAlarm: bad,
    evaluationPeriods: of,
    comparisonOperator: alarm.below ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: alarm.silenceIsBad ? BREACHING : NOT_BREACHING,
  });
}

/** Tells at four fifths of it, and when the month will likely end above it. */
function budget(scope: Construct, stage: string, parameters: WatchParameters): void {
  const subscribers = [{ subscriptionType: 'EMAIL', address: parameters.email.valueAsString }];
  const tell = (notificationType: string, threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers,
  });
  const made = new budgets.CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: `wavecast-${stage}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: parameters.budget.valueAsNumber, unit: 'USD' },
      // The tag must be activated for cost allocation once: docs/deploy.md.
      costFilters: { TagKeyValue: [`user:wavecast:stage$${stage}`] },
    },
    notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
  });
  made.cfnOptions.condition = parameters.hasBudget;
}
