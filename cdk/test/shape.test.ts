import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import type { Resource } from '../lib/render.js';
import { FUNCTIONS, template } from './iam/account.js';

const top = path.join(__dirname, '../../..');
const prod = template('prod');
const dev = template('dev');

/** The properties of the resources of a type, by logical id. */
function all(type: string, of = prod): [string, Resource, Record<string, unknown>][] {
  return Object.entries(of.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, resource]) => [id, resource, resource.Properties ?? {}]);
}

/** The properties of the one resource of a type whose id begins so. */
function one(type: string, begin = '', of = prod): Record<string, unknown> {
  const found = all(type, of).filter(([id]) => id.startsWith(begin));
  assert.equal(found.length, 1, `${type} ${begin}`);
  return found[0]?.[2] ?? {};
}

/** Asserts that a value holds at least this. */
function holds(value: unknown, expected: object): void {
  assert.deepEqual({ ...(value as object), ...expected }, value);
}

test('the ledger is one table on demand, with two indexes, an end, a stream and a way back', () => {
  const table = one('AWS::DynamoDB::Table');
  const attributes = table['AttributeDefinitions'] as { AttributeName: string; AttributeType: string }[];
  assert.deepEqual(attributes.map(({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`), [
    'pk S', 'sk S', 'due S', 'due_at S', 'by S', 'by_at S',
  ]);
  holds(table, {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
    GlobalSecondaryIndexes: [
      { IndexName: 'due', KeySchema: [{ AttributeName: 'due', KeyType: 'HASH' }, { AttributeName: 'due_at', KeyType: 'RANGE' }], Projection: { ProjectionType: 'KEYS_ONLY' } },
      { IndexName: 'by-group', KeySchema: [{ AttributeName: 'by', KeyType: 'HASH' }, { AttributeName: 'by_at', KeyType: 'RANGE' }], Projection: { ProjectionType: 'ALL' } },
    ],
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
  });
  holds(one('AWS::DynamoDB::Table', '', dev), { DeletionProtectionEnabled: false });
});

test('what holds data outlives the stack of prod, and not that of dev', () => {
  for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret']) {
    for (const [id, resource] of all(type)) {
      assert.equal(resource['DeletionPolicy'], 'Retain', `prod ${id}`);
    }
    for (const [id, resource] of all(type, dev)) {
      assert.equal(resource['DeletionPolicy'], 'Delete', `dev ${id}`);
    }
  }
});

test('buckets are private, owned, versioned and sealed by S3, and forget unfinished uploads', () => {
  for (const [name, days] of [['Edge', 1], ['Ingest', 7]] as const) {
    const bucket = one('AWS::S3::Bucket', `Buckets${name}`);
    holds(bucket, {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    });
    const { Rules } = bucket['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] };
    assert.deepEqual(Rules.find(({ Id }) => Id === 'parts')?.['AbortIncompleteMultipartUpload'], { DaysAfterInitiation: days });
    // No object that is in use ever ends by a clock.
    assert.deepEqual(Rules.filter((rule) => 'ExpirationInDays' in rule || 'ExpirationDate' in rule), [], name);
  }
});

test('the CDN keeps by path alone, as long as each object says', () => {
  const { CachePolicyConfig } = one('AWS::CloudFront::CachePolicy') as { CachePolicyConfig: Record<string, unknown> };
  holds(CachePolicyConfig, {
    MinTTL: 1,
    MaxTTL: 31_536_000,
    ParametersInCacheKeyAndForwardedToOrigin: {
      CookiesConfig: { CookieBehavior: 'none' },
      HeadersConfig: { HeaderBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
      EnableAcceptEncodingBrotli: true,
      EnableAcceptEncodingGzip: true,
    },
  });
});

test('the CDN gives up soon on its origin, has a shield, and says 404 of what is missing', () => {
  const { DistributionConfig } = one('AWS::CloudFront::Distribution') as { DistributionConfig: Record<string, unknown> };
  const [origin] = DistributionConfig['Origins'] as Record<string, unknown>[];
  holds(origin, { ConnectionAttempts: 2, ConnectionTimeout: 2 });
  holds(origin?.['OriginShield'], { Enabled: true });
  assert.ok('OriginAccessControlId' in (origin ?? {}));
  const missing = { ErrorCachingMinTTL: 5, ResponseCode: 404, ResponsePagePath: '/_/404' };
  holds(DistributionConfig, {
    HttpVersion: 'http2and3',
    CustomErrorResponses: [{ ErrorCode: 403, ...missing }, { ErrorCode: 404, ...missing }],
  });
  assert.ok('Logging' in DistributionConfig);
});

test('every origin may read the edge', () => {
  const policy = one('AWS::CloudFront::ResponseHeadersPolicy') as { ResponseHeadersPolicyConfig: Record<string, unknown> };
  holds(policy.ResponseHeadersPolicyConfig['CorsConfig'], {
    AccessControlAllowOrigins: { Items: ['*'] },
    AccessControlExposeHeaders: { Items: ['ETag', 'Content-Length', 'Content-Range'] },
  });
});

test('each function is a binary of the chosen architecture, and nothing wakes it twice', () => {
  const functions = all('AWS::Lambda::Function').filter(([id]) => id.startsWith('Functions'));
  assert.equal(functions.length, FUNCTIONS.length);
  for (const [, resource, properties] of functions) {
    holds(properties, { Runtime: 'provided.al2023', Architectures: [{ Ref: 'Architecture' }], TracingConfig: { Mode: 'Active' } });
    assert.deepEqual(properties['ReservedConcurrentExecutions'], {
      'Fn::If': ['Reserves', (properties['ReservedConcurrentExecutions'] as { 'Fn::If': unknown[] })['Fn::If'][1], { Ref: 'AWS::NoValue' }],
    });
    assert.match((resource['Metadata'] as Record<string, string>)['aws:asset:path'] ?? '', /^\.\.\/target\/lambda\/(control|publisher|keys|scheduler)$/);
  }
  const asked = all('AWS::Lambda::EventInvokeConfig').map(([, , properties]) => properties);
  assert.equal(asked.length, FUNCTIONS.length);
  for (const properties of asked) {
    holds(properties, { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
  }
  assert.equal(prod.Parameters['Architecture']?.Default, 'arm64');
});

test('no environment holds a secret', () => {
  for (const [id, , properties] of all('AWS::Lambda::Function', template('waf'))) {
    assert.doesNotMatch(JSON.stringify(properties['Environment'] ?? {}), /resolve:|wct_|password/i, id);
  }
});

test('the stream brings wanted publications alone, and puts aside what fails four times', () => {
  const stream = one('AWS::Lambda::EventSourceMapping', 'FunctionspublisherStream');
  holds(stream, {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 3,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"P#"}]}}}}' }] },
  });
  assert.ok('OnFailure' in (stream['DestinationConfig'] as object));
});

test('bulk renewals run under a cap, and each queue has a place aside', () => {
  const renewals = one('AWS::Lambda::EventSourceMapping', 'FunctionspublisherFunctionSqsEventSourcewavecastprodQueuesRenewals');
  holds(renewals, { ScalingConfig: { MaximumConcurrency: 20 }, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  for (const [id, , properties] of all('AWS::SQS::Queue').filter(([id]) => !id.includes('Aside'))) {
    holds(properties['RedrivePolicy'], { maxReceiveCount: 5 });
    const publisher = one('AWS::Lambda::Function', 'Functionspublisher');
    assert.ok((properties['VisibilityTimeout'] as number) > (publisher['Timeout'] as number), id);
  }
});

test('the tick is each minute, never late and never again', () => {
  const schedule = one('AWS::Scheduler::Schedule');
  holds(schedule, { ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' } });
  holds(schedule['Target'], { Input: '{"v":1,"wake":"tick"}', RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } });
});

test('the sealing key is a primary one for other Regions from its birth', () => {
  holds(one('AWS::KMS::Key'), { MultiRegion: true, EnableKeyRotation: true, PendingWindowInDays: 30 });
});

test('the API is throttled, logged, and all of it is control', () => {
  const stage = one('AWS::ApiGatewayV2::Stage');
  holds(stage['DefaultRouteSettings'], { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
  assert.ok('DestinationArn' in (stage['AccessLogSettings'] as object));
  holds(one('AWS::ApiGatewayV2::Route'), { RouteKey: '$default' });
  holds(one('AWS::ApiGatewayV2::Integration'), { PayloadFormatVersion: '2.0', TimeoutInMillis: 29_000 });
});

test('nobody signs in unless it is said, and control is told where its API answers, by no request', () => {
  const url = { dev: 'ApiCD79AAA0', waf: 'WallCdn9EA72FD3' };
  for (const [stage, made] of Object.entries(url)) {
    const { Variables } = one('AWS::Lambda::Function', 'Functionscontrol', template(stage))['Environment'] as { Variables: Record<string, unknown> };
    holds(Variables, { WAVECAST_OIDC_ISSUER: { Ref: 'OidcIssuer' }, WAVECAST_WORKFLOW_ISSUERS: { Ref: 'WorkflowIssuers' } });
    const [condition, given, own] = (Variables['WAVECAST_PUBLIC_URL'] as { 'Fn::If': unknown[] })['Fn::If'];
    assert.deepEqual([condition, given], ['HasPublicUrl', { Ref: 'PublicUrl' }]);
    assert.ok(JSON.stringify(own).includes(`"${made}"`), `${stage}: ${JSON.stringify(own)}`);
    // The other functions judge no tokens.
    for (const name of FUNCTIONS.filter((name) => name !== 'control')) {
      assert.doesNotMatch(JSON.stringify(one('AWS::Lambda::Function', `Functions${name}`, template(stage))), /OIDC|PUBLIC_URL/);
    }
  }
  for (const [name, initial] of [['OidcIssuer', ''], ['OidcRoles', ''], ['PublicUrl', '']] as const) {
    assert.equal(prod.Parameters[name]?.Default, initial, name);
  }
});

test('no resource waits for itself', () => {
  for (const stage of ['dev', 'prod', 'waf', 'local', 'localstack']) {
    const { Resources } = template(stage);
    const done = new Set<string>();
    const follow = (id: string, way: string[]): void => {
      assert.ok(!way.includes(id), `${stage}: ${[...way, id].join(' > ')}`);
      if (done.has(id)) return;
      mentioned(Resources[id]).filter((other) => other in Resources).forEach((other) => { follow(other, [...way, id]); });
      done.add(id);
    };
    Object.keys(Resources).forEach((id) => { follow(id, []); });
  }
});

/** The logical ids that a part of a template refers to. */
function mentioned(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Ref') return [value as string];
    if (key === 'Fn::GetAtt') return [(Array.isArray(value) ? value[0] : String(value).split('.')[0]) as string];
    if (key === 'DependsOn') return [value].flat() as string[];
    if (key === 'Fn::Sub') return [...JSON.stringify(value).matchAll(/\$\{(\w+)/g)].map(([, id]) => id ?? '');
    return mentioned(value);
  });
}

test('every alarm tells somebody, and names a runbook that exists', () => {
  const alarms = all('AWS::CloudWatch::Alarm');
  assert.ok(alarms.length >= 20, `${alarms.length} alarms`);
  const linked = new Set<string>();
  for (const [id, , properties] of alarms) {
    assert.equal((properties['AlarmActions'] as unknown[]).length, 1, id);
    const page = /\/([a-z-]+\.md)/.exec(JSON.stringify(properties['AlarmDescription']))?.[1];
    assert.ok(page !== undefined && fs.existsSync(path.join(top, 'docs/runbooks', page)), `${id}: ${page ?? 'no runbook'}`);
    linked.add(page);
  }
  const pages = fs.readdirSync(path.join(top, 'docs/runbooks')).filter((page) => page !== 'README.md');
  assert.deepEqual(pages.filter((page) => !linked.has(page)), [], 'no alarm names these');
});

test('a queue keeps a message for longer than it is tried: what is given up is put aside, and rings', () => {
  for (const stage of ['dev', 'prod', 'local', 'localstack']) {
    const queues = all('AWS::SQS::Queue', template(stage));
    const tried = queues.filter(([, , { RedrivePolicy }]) => RedrivePolicy !== undefined);
    assert.equal(tried.length, 2, stage);
    for (const [id, , properties] of tried) {
      const { maxReceiveCount } = properties['RedrivePolicy'] as { maxReceiveCount: number };
      const [keeps, hides] = [properties['MessageRetentionPeriod'] as number, properties['VisibilityTimeout'] as number];
      assert.ok(keeps > hides * maxReceiveCount, `${stage} ${id}: kept for ${keeps} s, tried for ${hides * maxReceiveCount} s`);
    }
  }
});

test('the budget warns before it is spent, if there is somebody to warn', () => {
  const [[, resource, properties]] = all('AWS::Budgets::Budget') as [[string, Resource, Record<string, unknown>]];
  assert.equal(resource.Condition, 'HasBudget');
  holds(properties['Budget'], { TimeUnit: 'MONTHLY', BudgetLimit: { Amount: { Ref: 'MonthlyBudget' }, Unit: 'USD' } });
});

test('the firewall is an option: requests that went around it are refused by control', () => {
  assert.equal(all('AWS::WAFv2::WebACL').length, 0);
  const waf = template('waf');
  const wall = one('AWS::CloudFront::Distribution', 'Wall', waf) as { DistributionConfig: { Origins: { OriginCustomHeaders: unknown[] }[]; WebACLId: unknown } };
  assert.ok(wall.DistributionConfig.WebACLId);
  assert.equal(wall.DistributionConfig.Origins[0]?.OriginCustomHeaders.length, 1);
  const { Variables } = one('AWS::Lambda::Function', 'Functionscontrol', waf)['Environment'] as { Variables: object };
  assert.ok('WAVECAST_ORIGIN_SECRET' in Variables);
});

test('what is for LocalStack needs no service with a licence', () => {
  const types = new Set(Object.values(template('localstack').Resources).map(({ Type }) => Type.split('::')[1]));
  assert.deepEqual([...types].sort(), ['DynamoDB', 'Events', 'IAM', 'KMS', 'Lambda', 'Logs', 'S3', 'SQS', 'SecretsManager']);
});
