import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Template } from '../../lib/render.js';
import { type Call, type Caller, type Statement, isAllowed } from './evaluate.js';
import { Resolver } from './resolve.js';

/** The four functions. */
export const FUNCTIONS = ['control', 'publisher', 'keys', 'scheduler'] as const;
/** One of them. */
export type Name = (typeof FUNCTIONS)[number];

/** A stage as if it were deployed: its principals, its resources, and their policies. */
export class Account {
  private readonly resolver: Resolver;

  /** With `inKms`, as if channels signed with keys that never leave KMS. */
  constructor(
    private readonly template: Template,
    private readonly inKms = false,
  ) {
    this.resolver = new Resolver(template);
  }

  /** Whether a function may make a call. */
  may(name: Name, call: Call): boolean {
    return this.allows(this.caller(this.one('AWS::IAM::Role', `Functions${name}Role`)), call);
  }

  /** Whether anybody may make a call. */
  allows(caller: Caller, call: Call): boolean {
    const context = { 'aws:PrincipalArn': caller.principal, 'aws:SecureTransport': 'true', ...call.context };
    return isAllowed(caller, { ...call, context }, this.policyOf(call.resource));
  }

  /** A role with its policies, by its logical id. */
  caller(role: string): Caller {
    const own = this.of('AWS::IAM::Policy').filter(([, { Condition }]) => this.inKms || Condition === undefined);
    const attached = own.filter(([, { Properties }]) => (Properties?.['Roles'] as { Ref: string }[]).some(({ Ref }) => Ref === role));
    return {
      principal: this.resolver.arn(role),
      own: attached.flatMap(([, { Properties }]) => this.statements(Properties?.['PolicyDocument'])),
    };
  }

  /** The logical id of the one resource of a type whose id is this and a hash, or begins so. */
  one(type: string, begin: string): string {
    const all = this.of(type).map(([id]) => id);
    const exact = all.filter((id) => /^[0-9A-F]{8}$/.test(id.replace(begin, '')));
    const found = exact.length > 0 ? exact : all.filter((id) => id.startsWith(begin));
    if (found.length !== 1 || found[0] === undefined) {
      throw new Error(`${found.length} resources of ${type} begin with ${begin}`);
    }
    return found[0];
  }

  /** The ARN of the one resource of a type whose id begins so. */
  arn(type: string, begin: string): string {
    return this.resolver.arn(this.one(type, begin));
  }

  /** All resources of a type. */
  of(type: string) {
    return Object.entries(this.template.Resources).filter(([, { Type }]) => Type === type);
  }

  /** What a bucket or key says itself. */
  private policyOf(resource: string): Statement[] {
    const buckets = this.of('AWS::S3::BucketPolicy').map(([, { Properties }]) => ({
      arn: this.resolver.arn((Properties?.['Bucket'] as { Ref: string }).Ref),
      policy: Properties?.['PolicyDocument'],
    }));
    const keys = this.of('AWS::KMS::Key').map(([id, { Properties }]) => ({
      arn: this.resolver.arn(id),
      policy: Properties?.['KeyPolicy'],
    }));
    const own = [...buckets, ...keys].filter(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
    if (own.length === 0 && resource.includes(':key/')) {
      // A key that is made later, with the policy that KMS gives where none is said.
      return [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }];
    }
    return own.flatMap(({ policy }) => this.statements(policy));
  }

  private statements(document: unknown): Statement[] {
    return (this.resolver.value(document) as { Statement: Statement[] }).Statement;
  }
}

/** A template as `bin/infra` has just made it. */
export function template(name: string): Template {
  const file = path.join(__dirname, '../../templates', `${name}.json`);
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Template;
}
