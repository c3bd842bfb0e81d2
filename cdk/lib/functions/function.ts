import { ArnFormat, Aws, type Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { Parameters } from '../parameters.js';
import type { Stage } from '../stage.js';
import { packaged } from './package.js';

/** One function's size and patience. */
export interface Size {
  readonly memory: number;
  readonly timeout: Duration;
  /** A wake that waited longer says nothing new: the tick finds what is due. */
  readonly maxEventAge: Duration;
  /** Of its own, or as the parameter says, where any is reserved. */
  readonly reserved: number | 'parameter';
}

/**
 * One function: a binary, a role, and the powers that it is granted here and nowhere else. No grant
 * of a library adds to them: what stands in the code is what the tests judge.
 */
export class WavecastFunction extends Construct {
  /** The function. */
  readonly lambda: lambda.Function;
  /** Who it is. */
  readonly role: iam.Role;
  private readonly policy: iam.Policy;

  constructor(
    scope: Construct,
    name: string,
    private readonly stage: Stage,
    private readonly parameters: Parameters,
    size: Size,
    environment: Record<string, string>,
  ) {
    super(scope, name);
    const group = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/wavecast/${stage.name}/${name}`,
      retention: stage.logs,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Wavecast ${stage.name}: what ${name} may do`,
    });
    this.policy = new iam.Policy(this, 'Powers', { roles: [this.role], statements: watched(group) });
    acknowledge(this.policy, 'Traces belong to no resource that could be named', 'AwsSolutions-IAM5[Resource::*]');
    this.lambda = new lambda.Function(this, 'Function', {
      functionName: `wavecast-${stage.name}-${name}`,
      runtime: lambda.Runtime.PROVIDED_AL2023,
      handler: 'bootstrap',
      code: packaged(this, name),
      memorySize: size.memory,
      timeout: size.timeout,
      role: this.role.withoutPolicyUpdates(),
      logGroup: group,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel.DEBUG,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      environment,
      retryAttempts: 0,
      maxEventAge: size.maxEventAge,
    });
    this.lambda.node.addDependency(this.policy);
    this.set(size);
  }

  /** Grants powers. */
  may(...statements: iam.PolicyStatement[]): void {
    this.policy.addStatements(...statements);
  }

  /** Grants powers that it needs only where channels sign with keys that never leave KMS. */
  mayInKms(...statements: iam.PolicyStatement[]): void {
    const policy = new iam.Policy(this, 'PowersInKms', { roles: [this.role], statements });
    (policy.node.defaultChild as iam.CfnPolicy).cfnOptions.condition = this.parameters.signsInKms;
    acknowledge(
      policy,
      'Each channel has keys of its own, made later; tags say which of them',
      'AwsSolutions-IAM5[Resource::*]',
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]`,
    );
  }

  /** Grants waking another function. */
  mayWake(...others: WavecastFunction[]): void {
    const resources = others.map((other) => other.arn);
    this.may(new iam.PolicyStatement({ sid: 'Wakes', actions: ['lambda:InvokeFunction'], resources }));
  }

  /** Makes a source of events wait until the powers to read it are there. */
  isFedBy(source: Construct): void {
    source.node.addDependency(this.policy);
  }

  /** The wildcards of its powers that are meant: objects below a bucket, partitions below a letter. */
  acknowledges(reason: string, ...resources: string[]): void {
    acknowledge(this.policy, reason, ...resources.map((resource) => `AwsSolutions-IAM5[Resource::${resource}]`));
  }

  /** By its name, so that functions may wake one another without a circle of references. */
  private get arn(): string {
    const name = `wavecast-${this.stage.name}-${this.node.id}`;
    return Stack.of(this).formatArn({ service: 'lambda', resource: 'function', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  /** What the deployment chooses. */
  private set(size: Size): void {
    const cfn = this.lambda.node.defaultChild as lambda.CfnFunction;
    // Set here, because the library would add a policy of its own for it.
    cfn.addPropertyOverride('TracingConfig', { Mode: 'Active' });
    cfn.addPropertyOverride('Architectures', [this.parameters.architecture.valueAsString]);
    const reserved = size.reserved === 'parameter' ? this.parameters.reserved.valueAsNumber : size.reserved;
    cfn.addPropertyOverride(
      'ReservedConcurrentExecutions',
      Fn.conditionIf(this.parameters.reserves.logicalId, reserved, Aws.NO_VALUE),
    );
  }
}

/** Logs into its own group, and traces. */
function watched(group: logs.LogGroup): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [group.logGroupArn],
    }),
    new iam.PolicyStatement({
      sid: 'Traces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:PutSpans'],
      resources: ['*'],
    }),
  ];
}
