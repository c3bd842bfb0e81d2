import { Duration, Fn, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as waf from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { Stage } from '../stage.js';
import type { Buckets } from '../storage/buckets.js';
import type { Http } from './http.js';

/** Requests that one address may send in five minutes. */
const PER_ADDRESS = 2_000;

/** What requests carry that came through the wall. `control` refuses those without it. */
export function originSecret(scope: Construct, stage: Stage): secrets.Secret {
  const secret = new secrets.Secret(scope, 'OriginSecret', {
    secretName: `wavecast/${stage.name}/origin`,
    description: 'Proves to control that a request came through the firewall',
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(secret, 'A new value must reach CDN and control at once: a deployment does that', 'AwsSolutions-SMG4');
  return secret;
}

/**
 * A firewall before the API. HTTP APIs take none, so CloudFront stands before it, which takes one and
 * adds a secret header. It lives in us-east-1, as everything of a CDN does.
 */
export class Wall extends Construct {
  /** Where the API answers now. */
  readonly url: string;

  constructor(scope: Construct, id: string, stage: Stage, http: Http, secret: secrets.ISecret, buckets: Buckets) {
    super(scope, id);
    const { region } = Stack.of(this);
    if (!Token.isUnresolved(region) && region !== 'us-east-1') {
      throw new Error(`waf: a firewall for a CDN can only be made in us-east-1, this stack is for ${region}; deploy without -c waf=true, or there`);
    }
    const rules = new waf.CfnWebACL(this, 'Rules', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: seen('wall'),
      rules: [limit(0), managed(1, 'AWSManagedRulesKnownBadInputsRuleSet'), common(2)],
    });
    const distribution = new cloudfront.Distribution(this, 'Cdn', {
      comment: `Wavecast ${stage.name}: before the API`,
      webAclId: rules.attrArn,
      defaultBehavior: {
        origin: new origins.HttpOrigin(Fn.select(2, Fn.split('/', http.api.apiEndpoint)), {
          protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
          readTimeout: Duration.seconds(30),
          customHeaders: { 'x-wavecast-origin': secret.secretValue.unsafeUnwrap() },
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      ...(buckets.logs && { enableLogging: true, logBucket: buckets.logs, logFilePrefix: 'wall/' }),
    });
    this.url = `https://${distribution.distributionDomainName}`;
    acknowledge(distribution, 'Admins are everywhere; whom to keep out by country is for its operator', 'AwsSolutions-CFR1');
    acknowledge(distribution, "Its own name's certificate fixes the protocol", 'AwsSolutions-CFR4');
  }
}

function seen(metricName: string): waf.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}

function limit(priority: number): waf.CfnWebACL.RuleProperty {
  return {
    name: 'per-address',
    priority,
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: PER_ADDRESS } },
    visibilityConfig: seen('per-address'),
  };
}

function managed(priority: number, name: string, counted: string[] = []): waf.CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: seen(name),
  };
}

/** Bodies of up to 1 MiB are ours to judge, and properties may hold any text. */
function common(priority: number): waf.CfnWebACL.RuleProperty {
  return managed(priority, 'AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY']);
}
