import { Aws, CfnMapping, Duration, Fn, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { EdgeParameters } from '../parameters.js';
import type { Stage } from '../stage.js';
import type { Buckets } from '../storage/buckets.js';
import { NOT_FOUND, NotFound } from './not-found.js';
import { SHIELDS } from './shields.js';

/** Seconds for which it is remembered that an object is missing: a device asks for the next root. */
const MISSING_SECONDS = 5;

/** The CDN before the edge bucket. It alone may read the bucket, and may not list it. */
export class Edge extends Construct {
  /** The distribution. */
  readonly distribution: cloudfront.Distribution;
  /** The base URL that devices are given. */
  readonly url: string;

  constructor(scope: Construct, id: string, stage: Stage, parameters: EdgeParameters, buckets: Buckets) {
    super(scope, id);
    const missing = new NotFound(this, 'NotFound', buckets.edge);
    this.distribution = new cloudfront.Distribution(this, 'Cdn', {
      comment: `Wavecast ${stage.name}: what devices read`,
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(buckets.edge, {
          originAccessLevels: [cloudfront.AccessLevel.READ],
          // Stale answers begin only when the origin was given up: after 2 × 2 seconds.
          connectionAttempts: 2,
          connectionTimeout: Duration.seconds(2),
        }),
        viewerProtocolPolicy: stage.enforcesTls
          ? cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
          : cloudfront.ViewerProtocolPolicy.ALLOW_ALL,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        compress: true,
        cachePolicy: cachePolicy(this, stage),
        // Not in the cache key: for preflights, which aren't cached.
        originRequestPolicy: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN,
        responseHeadersPolicy: headersPolicy(this, stage),
      },
      errorResponses: [
        // Without the right to list, S3 says 403 of what isn't there; stock TUF clients, which ask
        // for the next root until there is none, need 404.
        ...[403, 404].map((httpStatus) => ({
          httpStatus,
          responseHttpStatus: 404,
          responsePagePath: `/${NOT_FOUND}`,
          ttl: Duration.seconds(MISSING_SECONDS),
        })),
      ],
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL,
      ...(buckets.logs && { enableLogging: true, logBucket: buckets.logs, logFilePrefix: 'cdn/' }),
    });
    this.distribution.node.addDependency(missing);
    shield(this, this.distribution, stage);
    const domain = name(this.distribution, parameters);
    this.url = `${stage.enforcesTls ? 'https' : 'http'}://${domain}`;
    acknowledge(
      this.distribution,
      'Devices are everywhere; what they read is public and signed, and a static file',
      'AwsSolutions-CFR1',
      'AwsSolutions-CFR2',
    );
    acknowledge(
      this.distribution,
      'A condition chooses one whole certificate or the other',
      'CloudFormation-Validate::F3014',
    );
    acknowledge(
      this.distribution,
      'Its own name has a certificate that fixes the protocol; with a domain, TLS 1.2 (2021) is set',
      'AwsSolutions-CFR4',
    );
  }
}

function cachePolicy(scope: Construct, stage: Stage): cloudfront.CachePolicy {
  return new cloudfront.CachePolicy(scope, 'Cache', {
    cachePolicyName: `wavecast-${stage.name}-${Aws.REGION}`,
    comment: 'A path is all of the key; how long is in each object',
    minTtl: Duration.seconds(1),
    defaultTtl: Duration.seconds(1),
    maxTtl: Duration.days(365),
    queryStringBehavior: cloudfront.CacheQueryStringBehavior.none(),
    headerBehavior: cloudfront.CacheHeaderBehavior.none(),
    cookieBehavior: cloudfront.CacheCookieBehavior.none(),
    enableAcceptEncodingGzip: true,
    enableAcceptEncodingBrotli: true,
  });
}

function headersPolicy(scope: Construct, stage: Stage): cloudfront.ResponseHeadersPolicy {
  return new cloudfront.ResponseHeadersPolicy(scope, 'Headers', {
    responseHeadersPolicyName: `wavecast-${stage.name}-${Aws.REGION}`,
    comment: 'Apps in browsers may read it too',
    corsBehavior: {
      accessControlAllowOrigins: ['*'],
      accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
      accessControlAllowHeaders: ['if-none-match', 'if-range', 'range'],
      accessControlExposeHeaders: ['ETag', 'Content-Length', 'Content-Range'],
      accessControlAllowCredentials: false,
      accessControlMaxAge: Duration.days(1),
      originOverride: true,
    },
    // How the origin keeps its versions is nobody's business.
    removeHeaders: ['x-amz-version-id', 'x-amz-server-side-encryption'],
    securityHeadersBehavior: {
      contentTypeOptions: { override: true },
      ...(stage.enforcesTls && {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      }),
    },
  });
}

/** One cache in front of the origin: the nearest to the home Region of those that CloudFront has. */
function shield(scope: Construct, distribution: cloudfront.Distribution, stage: Stage): void {
  if (stage.host !== 'aws') {
    return;
  }
  const regions = new CfnMapping(scope, 'Shields', {
    mapping: Object.fromEntries(Object.entries(SHIELDS).map(([home, at]) => [home, { shield: at }])),
  });
  const cfn = distribution.node.defaultChild as cloudfront.CfnDistribution;
  cfn.addPropertyOverride('DistributionConfig.Origins.0.OriginShield', {
    Enabled: true,
    OriginShieldRegion: regions.findInMap(Aws.REGION, 'shield'),
  });
}

/** The domain that devices use: one that was given with its certificate, or CloudFront's own. */
function name(distribution: cloudfront.Distribution, parameters: EdgeParameters): string {
  const cfn = distribution.node.defaultChild as cloudfront.CfnDistribution;
  const condition = parameters.hasDomain.logicalId;
  const domain = parameters.domain.valueAsString;
  cfn.addPropertyOverride(
    'DistributionConfig.Aliases',
    Fn.conditionIf(condition, [domain], Token.asAny({ Ref: 'AWS::NoValue' })),
  );
  cfn.addPropertyOverride(
    'DistributionConfig.ViewerCertificate',
    Fn.conditionIf(
      condition,
      {
        AcmCertificateArn: parameters.certificate.valueAsString,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
      { CloudFrontDefaultCertificate: true },
    ),
  );
  return Token.asString(Fn.conditionIf(condition, domain, distribution.distributionDomainName));
}
