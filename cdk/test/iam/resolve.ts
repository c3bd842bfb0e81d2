import type { Template } from '../../lib/render.js';

/** What stands for things that only a deployment knows. */
const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
};
/** The part of an ARN before a name, by the kind of resource. */
const ARNS: Record<string, string> = {
  'AWS::DynamoDB::Table': 'arn:aws:dynamodb:eu-west-1:111122223333:table/',
  'AWS::S3::Bucket': 'arn:aws:s3:::',
  'AWS::KMS::Key': 'arn:aws:kms:eu-west-1:111122223333:key/',
  'AWS::SQS::Queue': 'arn:aws:sqs:eu-west-1:111122223333:',
  'AWS::IAM::Role': 'arn:aws:iam::111122223333:role/',
  'AWS::Lambda::Function': 'arn:aws:lambda:eu-west-1:111122223333:function:',
  'AWS::Logs::LogGroup': 'arn:aws:logs:eu-west-1:111122223333:log-group:',
};

/** Replaces what a template leaves open by what a deployment with the default parameters would have. */
export class Resolver {
  constructor(private readonly template: Template) {}

  /** The value, resolved all through. */
  value(raw: unknown): unknown {
    if (Array.isArray(raw)) {
      return raw.map((one) => this.value(one));
    }
    if (typeof raw !== 'object' || raw === null) {
      return raw;
    }
    const entries = Object.entries(raw as Record<string, unknown>);
    const [name, argument] = entries[0] ?? ['', undefined];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.call(name, argument);
    }
    return Object.fromEntries(entries.map(([key, value]) => [key, this.value(value)]));
  }

  /** The ARN of a resource, by its logical id. */
  arn(id: string): string {
    const { Type, Properties } = this.resource(id);
    const prefix = ARNS[Type];
    if (prefix === undefined) {
      throw new Error(`${id} is a ${Type}, whose ARN isn't known here`);
    }
    const named = Type === 'AWS::Lambda::Function' ? Properties?.['FunctionName'] : undefined;
    return `${prefix}${typeof named === 'string' ? named : id}`;
  }

  private call(name: string, argument: unknown): unknown {
    const parts = argument as [unknown, unknown, unknown];
    switch (name) {
      case 'Ref':
        return this.ref(argument as string);
      case 'Fn::GetAtt':
        return this.attribute(...(argument as [string, string]));
      case 'Fn::Join':
        return (this.value(parts[1]) as string[]).join(parts[0] as string);
      case 'Fn::If':
        return this.value(this.holds(this.template.Conditions[parts[0] as string]) ? parts[1] : parts[2]);
      default:
        throw new Error(`${name} isn't known here`);
    }
  }

  private ref(id: string): string {
    return PSEUDO[id] ?? this.template.Parameters[id]?.Default?.toString() ?? id;
  }

  private attribute(id: string, attribute: string): string {
    switch (attribute) {
      case 'Arn':
        return this.arn(id);
      case 'StreamArn':
        return `${this.arn(id)}/stream/2026-11-28T00:00:00.000`;
      default:
        return `${id}.${attribute}`;
    }
  }

  private holds(condition: unknown): boolean {
    const [[name, argument]] = Object.entries(condition as object) as [[string, unknown[]]];
    switch (name) {
      case 'Fn::Not':
        return !this.holds(argument[0]);
      case 'Fn::Equals':
        return this.value(argument[0]) === this.value(argument[1]);
      default:
        throw new Error(`the condition ${name} isn't known here`);
    }
  }

  private resource(id: string) {
    const found = this.template.Resources[id];
    if (found === undefined) {
      throw new Error(`${id} isn't in the template`);
    }
    return found;
  }
}
