import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

import type { Http } from '../api/http.js';
import type { Edge } from '../edge/distribution.js';
import type { Functions } from '../functions/functions.js';
import type { Queues } from '../queues/queues.js';
import type { Stage } from '../stage.js';
import type { Table } from '../storage/table.js';
import { of, ofApi, ofEdge, ofTable, own } from './metrics.js';

/** What is watched. */
export interface Watched {
  readonly stage: Stage;
  readonly table: Table;
  readonly queues: Queues;
  readonly functions: Functions;
  readonly http: Http;
  readonly edge: Edge;
}

/** One alarm. */
export interface Alarm {
  readonly id: string;
  /** What is wrong, in a line. */
  readonly says: string;
  /** The page that says what it means and what to do, in docs/runbooks. */
  readonly runbook: string;
  readonly metric: cloudwatch.Metric;
  /** It rings at this, or above. */
  readonly at: number;
  /** Of so many minutes (or periods), so many must be bad. */
  readonly of?: readonly [bad: number, of: number];
  /** Whether silence is bad too. */
  readonly silenceIsBad?: true;
  /** Whether it rings below, and not above. */
  readonly below?: true;
  /** Whether its metric is kept in us-east-1 alone. */
  readonly global?: true;
}

/** What devices would notice comes first. */
export function alarms(at: Watched): Alarm[] {
  return [...line(at), ...functions(at), ...aside(at), ...service(at)];
}

function line({ stage, edge }: Watched): Alarm[] {
  const is = (name: string) => own(stage.name, name);
  return [
    {
      id: 'Pending',
      says: 'A change has waited for the edge for 5 minutes',
      runbook: 'publication-pending',
      metric: is('OldestPendingSeconds'),
      at: 300,
      of: [3, 5],
    },
    { id: 'Fenced', says: 'A channel is fenced: its edge is ahead of the ledger', runbook: 'channel-fenced', metric: is('FencedChannels'), at: 1 },
    { id: 'Damaged', says: 'Objects at the edge were missing or damaged', runbook: 'edge-damaged', metric: own(stage.name, 'EdgeDamage', 'Sum'), at: 1 },
    { id: 'Stale', says: 'Channels should have been renewed a day ago', runbook: 'renewals-overdue', metric: is('OverdueRenewals'), at: 1, of: [30, 30] },
    { id: 'Unread', says: 'The tick can not read all that is due', runbook: 'no-tick', metric: is('UnreadShards'), at: 1, of: [5, 5] },
    { id: 'Denied', says: 'AWS refuses a call: permission, key, table or bucket', runbook: 'refused-by-aws', metric: own(stage.name, 'RefusedByAws', 'Sum'), at: 1, of: [2, 5] },
    { id: 'EdgeFails', says: 'The CDN answers devices with errors of its own', runbook: 'edge-errors', metric: ofEdge(edge, '5xxErrorRate'), at: 1, of: [2, 3], global: true },
    { id: 'EdgeMisses', says: 'A tenth of what devices ask for is missing', runbook: 'edge-errors', metric: ofEdge(edge, '4xxErrorRate'), at: 10, of: [3, 3], global: true },
  ];
}

function functions({ functions: { control, publisher, keys, scheduler } }: Watched): Alarm[] {
  return [
    { id: 'ControlFails', says: 'control died or ran out of time', runbook: 'function-errors', metric: of(control, 'Errors'), at: 1, of: [2, 5] },
    { id: 'PublisherFails', says: 'publisher died or ran out of time', runbook: 'function-errors', metric: of(publisher, 'Errors'), at: 1, of: [2, 5] },
    { id: 'KeysFails', says: 'keys died or ran out of time', runbook: 'function-errors', metric: of(keys, 'Errors'), at: 1, of: [2, 5] },
    { id: 'SchedulerFails', says: 'scheduler died or ran out of time', runbook: 'function-errors', metric: of(scheduler, 'Errors'), at: 1, of: [3, 5] },
    { id: 'ControlThrottled', says: 'control is out of concurrency', runbook: 'throttled', metric: of(control, 'Throttles'), at: 1, of: [2, 5] },
    { id: 'PublisherThrottled', says: 'publisher is out of concurrency', runbook: 'throttled', metric: of(publisher, 'Throttles'), at: 1, of: [2, 5] },
    { id: 'NoTick', says: 'scheduler was not woken for 5 minutes', runbook: 'no-tick', metric: of(scheduler, 'Invocations'), at: 1, of: [5, 5], below: true, silenceIsBad: true },
  ];
}

function aside({ functions: { publisher }, queues }: Watched): Alarm[] {
  const waiting = (name: keyof Queues['aside']) => queues.aside[name].metricApproximateNumberOfMessagesVisible();
  return [
    { id: 'RenewalsAside', says: 'Renewals were given up', runbook: 'put-aside', metric: waiting('renewals'), at: 1 },
    { id: 'InvalidationsAside', says: 'Invalidations were given up', runbook: 'put-aside', metric: waiting('invalidations'), at: 1 },
    { id: 'StreamAside', says: 'Records of the stream were given up', runbook: 'put-aside', metric: waiting('stream'), at: 1 },
    { id: 'StreamLags', says: 'The stream is 10 minutes behind', runbook: 'put-aside', metric: of(publisher, 'IteratorAge', 'Maximum'), at: 600_000, of: [3, 5] },
  ];
}

function service({ http, table }: Watched): Alarm[] {
  return [
    { id: 'ApiFails', says: 'The API answers with errors of its own', runbook: 'api-errors', metric: ofApi(http, '5xx'), at: 5, of: [2, 5] },
    { id: 'ApiSlow', says: 'One answer in a hundred takes longer than 25 s, beyond any long poll', runbook: 'api-errors', metric: ofApi(http, 'Latency', 'p99'), at: 25_000, of: [5, 5] },
    { id: 'TableThrottles', says: 'The table throttles', runbook: 'throttled', metric: ofTable(table.nameInUse, 'ThrottledRequests'), at: 1, of: [3, 5] },
    { id: 'TableFails', says: 'The table has errors of its own', runbook: 'throttled', metric: ofTable(table.nameInUse, 'SystemErrors'), at: 1, of: [3, 5] },
  ];
}
