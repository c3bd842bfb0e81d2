import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { WavecastFunction } from '../functions/function.js';
import type { Stage } from '../stage.js';

/** What the access log says of a request: no header, no query, nothing that is a secret. */
const LOGGED = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  from: '$context.identity.sourceIp',
  error: '$context.integrationErrorMessage',
};

/**
 * The API that admins use. It is made before `control`, which must know where it answers: an address that
 * came with a request would be the requester's word.
 */
export class Http extends Construct {
  /** The API. */
  readonly api: api.HttpApi;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.api = new api.HttpApi(this, 'Api', {
      apiName: `wavecast-${stage.name}`,
      description: 'What admins use; devices never come here',
      createDefaultStage: false,
    });
    const group = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/wavecast/${stage.name}/api`,
      retention: stage.logs,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const open = new api.CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: group.logGroupArn, format: JSON.stringify(LOGGED) },
      defaultRouteSettings: {
        throttlingRateLimit: stage.throttle.rate,
        throttlingBurstLimit: stage.throttle.burst,
        detailedMetricsEnabled: false,
      },
    });
    open.node.addDependency(this.api);
    acknowledge(
      this.api,
      'control judges the token of every request itself; an authorizer would be a second invocation that lets a revoked one in for as long as it caches: docs/aws.md says why there is none',
      'AwsSolutions-APIG4',
    );
  }

  /** Every path goes to `control`, which knows its own routes. */
  leadsTo(control: WavecastFunction): void {
    new api.HttpRoute(this.api, 'DefaultRoute', {
      httpApi: this.api,
      routeKey: api.HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Control', control.lambda, {
        payloadFormatVersion: api.PayloadFormatVersion.VERSION_2_0,
        timeout: Duration.seconds(29),
      }),
    });
  }

  /** Where it answers. */
  get url(): string {
    return this.api.apiEndpoint;
  }
}
