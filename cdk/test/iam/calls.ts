import type { Account } from './account.js';
import type { Call } from './evaluate.js';

/** A partition of every kind, by the name that the tables of these tests use. */
export const PARTITIONS: Readonly<Record<string, string>> = {
  L: 'L#',
  'O org': 'O#',
  O: 'O#acme',
  'O token': 'O#~7f3kq0',
  A: 'A#acme/lamp',
  R: 'R#acme/lamp',
  K: 'K#acme/lamp',
  F: 'F#acme/lamp#3',
  T: 'T#acme/lamp',
  E: 'E#acme/lamp#202611',
  I: 'I#5f2c',
  P: 'P#acme/lamp/stable',
  H: 'H#acme/lamp/stable',
  N: 'N#acme/lamp/stable',
  'S root': 'S#acme/lamp/stable#root',
  'S targets': 'S#acme/lamp/stable#targets',
  'S snapshot': 'S#acme/lamp/stable#snapshot',
  'S timestamp': 'S#acme/lamp/stable#timestamp',
  U: 'U#01M7YT0KP0',
  V: 'V#acme/lamp',
  Z: 'Z#',
  J: 'J#acme',
  W: 'W#acme',
};

/** The calls that a test of one stage makes. */
export class Calls {
  constructor(private readonly account: Account) {}

  /** A call on entries of these partitions: one, or all those of a batch or transaction. */
  entry(verb: string, ...partitions: string[]): Call {
    const keys = partitions.map((name) => PARTITIONS[name] ?? name);
    return { action: `dynamodb:${verb}`, resource: this.table(), context: { 'dynamodb:LeadingKeys': keys } };
  }

  /** A query of an index for one of its groups. */
  index(name: string, group: string): Call {
    const resource = `${this.table()}/index/${name}`;
    return { action: 'dynamodb:Query', resource, context: { 'dynamodb:LeadingKeys': group } };
  }

  /** A call on the table that names no entry. */
  whole(verb: string, index = ''): Call {
    return { action: `dynamodb:${verb}`, resource: this.table() + index };
  }

  /** A call on an object of a bucket. */
  object(bucket: 'Edge' | 'Ingest', verb: string, key: string, context: Call['context'] = {}): Call {
    return { action: `s3:${verb}`, resource: `${this.bucket(bucket)}/${key}`, context };
  }

  /** An object created by one call, with these conditions. */
  put(bucket: 'Edge' | 'Ingest', key: string, condition: Call['context'] = {}): Call {
    return this.object(bucket, 'PutObject', key, { 's3:ObjectCreationOperation': 'true', ...condition });
  }

  /** A call on a bucket itself. */
  onBucket(bucket: 'Edge' | 'Ingest', verb: string): Call {
    return { action: `s3:${verb}`, resource: this.bucket(bucket) };
  }

  /** A call on the sealing key, for a seed of this role. */
  seal(verb: string, role?: string): Call {
    const names = { org: 'acme', app: 'lamp', channel: 'stable', ...(role !== undefined && { role }) };
    const context = Object.entries(names).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
    return { action: `kms:${verb}`, resource: this.account.arn('AWS::KMS::Key', 'Keys'), context: Object.fromEntries(context) as Record<string, string> };
  }

  /** A call on a key that never leaves KMS, of this stage and role. */
  native(verb: string, role: string, stage: string): Call {
    const context = { 'aws:ResourceTag/wavecast:stage': stage, 'aws:ResourceTag/wavecast:role': role };
    return { action: `kms:${verb}`, resource: 'arn:aws:kms:eu-west-1:111122223333:key/one', context };
  }

  /** Waking a function. */
  wake(name: string): Call {
    return { action: 'lambda:InvokeFunction', resource: this.account.arn('AWS::Lambda::Function', `Functions${name}`) };
  }

  /** A call on a queue. */
  queue(name: string, verb: string): Call {
    return { action: `sqs:${verb}`, resource: this.account.arn('AWS::SQS::Queue', `Queues${name}`) };
  }

  /** Forgetting paths at the CDN. */
  invalidate(): Call {
    const id = this.account.one('AWS::CloudFront::Distribution', 'EdgeCdn');
    return { action: 'cloudfront:CreateInvalidation', resource: `arn:aws:cloudfront::111122223333:distribution/${id}` };
  }

  /** Reading the hashes of tokens. */
  tokens(): Call {
    return { action: 'secretsmanager:GetSecretValue', resource: this.account.one('AWS::SecretsManager::Secret', 'FunctionsTokens') };
  }

  /** Reading the table's stream. */
  stream(): Call {
    return { action: 'dynamodb:GetRecords', resource: `${this.table()}/stream/2026-11-28T00:00:00.000` };
  }

  private table(): string {
    return this.account.arn('AWS::DynamoDB::Table', 'Table');
  }

  private bucket(name: string): string {
    return this.account.arn('AWS::S3::Bucket', `Buckets${name}`);
  }
}
