import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

import type { Buckets } from '../storage/buckets.js';
import { BY, DUE, type Table } from '../storage/table.js';

/** The roles that the publisher signs for. */
export const ONLINE_ROLES = ['targets', 'snapshot', 'timestamp'];
/** All roles. */
export const ROLES = ['root', ...ONLINE_ROLES];

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
const DELETE = ['dynamodb:DeleteItem'];
const CHECK = ['dynamodb:ConditionCheckItem'];

/** What a function may do with entries, by the beginning of their partition. */
export interface EntryPowers {
  /** Partitions that it reads, and checks in its commits. */
  readonly reads: readonly string[];
  /** Partitions whose entries it creates and replaces. */
  readonly writes?: readonly string[];
  /** Partitions whose entries it deletes. */
  readonly deletes?: readonly string[];
  /** Groups of the index of due things that it asks for. */
  readonly due?: readonly string[];
  /** Groups of the index for listings that it asks for. */
  readonly by?: readonly string[];
}

/** Statements for entries. The first letter of a partition is the boundary of powers. */
export function entries(table: Table, powers: EntryPowers): iam.PolicyStatement[] {
  const own = [table.arnInUse];
  return [
    new iam.PolicyStatement({ sid: 'SeesTheTable', actions: ['dynamodb:DescribeTable'], resources: own }),
    onKeys('Reads', [...READ, ...CHECK], own, powers.reads),
    onKeys('Writes', WRITE, own, powers.writes),
    onKeys('Deletes', DELETE, own, powers.deletes),
    onKeys('AsksWhatIsDue', ['dynamodb:Query'], [table.index(DUE)], powers.due),
    onKeys('AsksForListings', ['dynamodb:Query'], [table.index(BY)], powers.by),
  ].flat();
}

/**
 * `ForAllValues` holds where there is no value at all, so a request without keys, such as a scan,
 * would pass: the guard says that there must be some.
 */
function onKeys(
  sid: string,
  actions: string[],
  resources: string[],
  patterns: readonly string[] | undefined,
): iam.PolicyStatement[] {
  if (patterns === undefined || patterns.length === 0) {
    return [];
  }
  const conditions = {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
  return [new iam.PolicyStatement({ sid, actions, resources, conditions })];
}

/** What a function does in the staging place. */
type Staging = 'takes uploads' | 'promotes them' | 'clears them away';

/** Besides reading and removing staged files. A promotion hashes and copies one version of a file. */
const STAGING: Record<Staging, string[]> = {
  'takes uploads': ['s3:PutObject', 's3:ListMultipartUploadParts'],
  'promotes them': ['s3:GetObjectVersion'],
  'clears them away': [],
};

/** Statements for the staging place. */
export function staging(buckets: Buckets, does: Staging): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'StagesFiles',
      actions: ['s3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload', ...STAGING[does]],
      resources: [buckets.ingest.arnForObjects('*')],
    }),
    seesBucket('SeesTheStagingPlace', buckets.ingest.bucketArn),
  ];
}

/** Statements for the edge. */
export function edge(buckets: Buckets): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'WritesTheEdge',
      actions: [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:PutObject',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      resources: [buckets.edge.arnForObjects('*')],
    }),
    seesBucket('SeesTheEdge', buckets.edge.bucketArn),
  ];
}

/** With the right to list, a missing object is 404 and not 403, so it can be told from a refusal. */
function seesBucket(sid: string, bucket: string): iam.PolicyStatement {
  const actions = ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:GetBucketVersioning'];
  return new iam.PolicyStatement({ sid, actions, resources: [bucket] });
}

/** A statement on the sealing key for the seeds of these roles alone. */
export function seal(sid: string, action: string, key: string, roles: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    actions: [action],
    resources: [key],
    conditions: { StringEquals: { 'kms:EncryptionContext:role': roles } },
  });
}

/** A statement on keys that never leave KMS: of this stage, and of these roles alone. */
export function signs(stage: string, roles: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'SignsInKms',
    actions: ['kms:Sign', 'kms:GetPublicKey', 'kms:DescribeKey'],
    resources: [`arn:${Aws.PARTITION}:kms:${Aws.REGION}:${Aws.ACCOUNT_ID}:key/*`],
    conditions: {
      StringEquals: { 'aws:ResourceTag/wavecast:stage': stage, 'aws:ResourceTag/wavecast:role': roles },
    },
  });
}

/** Statements to make such keys: tagged at birth, so that nobody can turn one into another's. */
export function makes(stage: string): iam.PolicyStatement[] {
  const tags = {
    StringEquals: { 'aws:RequestTag/wavecast:stage': stage, 'aws:RequestTag/wavecast:role': ROLES },
  };
  return [
    new iam.PolicyStatement({
      sid: 'MakesKeysInKms',
      actions: ['kms:CreateKey'],
      resources: ['*'],
      conditions: { StringEquals: { ...tags.StringEquals, 'kms:KeySpec': ['ECC_NIST_EDWARDS25519', 'ECC_NIST_P256'] } },
    }),
    new iam.PolicyStatement({
      sid: 'TagsThemAtBirth',
      actions: ['kms:TagResource'],
      resources: [`arn:${Aws.PARTITION}:kms:${Aws.REGION}:${Aws.ACCOUNT_ID}:key/*`],
      conditions: { ...tags, Null: { 'aws:ResourceTag/wavecast:role': 'true' } },
    }),
  ];
}
