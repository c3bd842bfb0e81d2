import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

import { of, ofApi, ofEdge, ofTable, own } from './metrics.js';
import type { Watched } from './watched.js';

/** What to look at: the alarms, then the line from the API to the edge. */
export function dashboard(scope: Construct, at: Watched, alarms: cloudwatch.IAlarm[]): void {
  const { stage, functions, http, edge, queues, table } = at;
  const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
    new cloudwatch.GraphWidget({ title, left, right, width: 8, height: 6 });
  const each = (name: string, statistic?: string) =>
    functions.all().map((made) => of(made, name, statistic).with({ label: made.node.id }));
  const made = new cloudwatch.Dashboard(scope, 'Board', {
    dashboardName: `wavecast-${stage.name}`,
    defaultInterval: Duration.hours(3),
  });
  made.addWidgets(new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 }));
  made.addWidgets(
    graph('From a change to the edge', [own(stage.name, 'OldestPendingSeconds'), own(stage.name, 'OverdueRenewals')]),
    graph('Edge: requests', [ofEdge(edge, 'Requests', 'Sum')], [ofEdge(edge, '4xxErrorRate'), ofEdge(edge, '5xxErrorRate')]),
    graph('API', [ofApi(http, 'Count'), ofApi(http, '5xx'), ofApi(http, '4xx')], [ofApi(http, 'Latency', 'p99')]),
  );
  made.addWidgets(
    graph('Functions: calls', each('Invocations')),
    graph('Functions: errors and throttles', [...each('Errors'), ...each('Throttles')]),
    graph('Functions: slowest, in milliseconds', each('Duration', 'Maximum')),
  );
  made.addWidgets(
    graph('Waiting', [queues.renewals, queues.invalidations].map((queue) => queue.metricApproximateNumberOfMessagesVisible())),
    graph('Put aside', Object.values(queues.aside).map((queue) => queue.metricApproximateNumberOfMessagesVisible())),
    graph('The table', ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map((name) => ofTable(table.nameInUse, name))),
  );
}
