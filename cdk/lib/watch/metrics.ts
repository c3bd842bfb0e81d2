import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

import type { Http } from '../api/http.js';
import type { Edge } from '../edge/distribution.js';
import type { WavecastFunction } from '../functions/function.js';

/** Where the functions put what they measure themselves. */
const NAMESPACE = 'Wavecast';

/** A measure that functions log in the embedded format. */
export function own(stage: string, metricName: string, statistic = 'Maximum'): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { stage },
    statistic,
    period: Duration.minutes(1),
  });
}

/** A measure of the API. */
export function ofApi(http: Http, metricName: string, statistic = 'Sum'): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: http.api.apiId },
    statistic,
    period: Duration.minutes(1),
  });
}

/** A measure of the CDN; they are kept in us-east-1 alone. */
export function ofEdge(edge: Edge, metricName: string, statistic = 'Average'): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: edge.distribution.distributionId, Region: 'Global' },
    statistic,
    period: Duration.minutes(5),
    region: 'us-east-1',
  });
}

/** A measure of the table. */
export function ofTable(tableName: string, metricName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    statistic: 'Sum',
    period: Duration.minutes(1),
  });
}

/** A measure of a function. */
export function of(made: WavecastFunction, metricName: string, statistic = 'Sum'): cloudwatch.Metric {
  return made.lambda.metric(metricName, { statistic, period: Duration.minutes(1) });
}
