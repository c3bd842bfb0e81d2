import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';
import type { Stage } from '../stage.js';

/** The objects at the edge that are ever replaced; all others are written once. */
const MUTABLE = ['*/timestamp.json', '*/latest.ndjson'];
/** Where it is tried out whether a store honours conditions; no object has such a path. */
const PROBES = '.wavecast-probe/*';
/** Days for which access logs are kept: they hold the addresses of devices. */
const ACCESS_LOG_DAYS = 30;
/** Days after which the parts of an upload that nobody finished go; the ledger forgets it then too. */
const UPLOAD_DAYS = 7;

/** Where devices read, where files arrive, and where it is noted who did. */
export class Buckets extends Construct {
  /** What devices read, behind the CDN. */
  readonly edge: s3.Bucket;
  /** Where files are uploaded to: nobody who uploads can write the edge. */
  readonly ingest: s3.Bucket;
  /** Access logs; none on an emulator of so little. */
  readonly logs: s3.Bucket | undefined;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    if (stage.host !== 'localstack') {
      this.logs = logs(this, stage);
    }
    this.edge = this.bucket('Edge', stage, {
      // Browsers ask before they send a condition or a range; the CDN passes that on.
      cors: [
        {
          allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD],
          allowedOrigins: ['*'],
          allowedHeaders: ['if-none-match', 'if-range', 'range'],
          exposedHeaders: ['ETag', 'Content-Length', 'Content-Range'],
          maxAge: 86_400,
        },
      ],
      lifecycleRules: [
        // A multipart promotion that died; the next try begins anew.
        { id: 'parts', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { id: 'versions', noncurrentVersionExpiration: Duration.days(stage.versionDays) },
        { id: 'markers', expiredObjectDeleteMarker: true },
      ],
    });
    this.ingest = this.bucket('Ingest', stage, {
      cors: [
        {
          // A browser uploads straight to here: the URL is the permission, not the origin.
          allowedMethods: [s3.HttpMethods.PUT],
          allowedOrigins: ['*'],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag', 'x-amz-checksum-sha256'],
          maxAge: 3_600,
        },
      ],
      lifecycleRules: [
        { id: 'parts', abortIncompleteMultipartUploadAfter: Duration.days(UPLOAD_DAYS) },
        { id: 'versions', noncurrentVersionExpiration: Duration.days(1) },
        { id: 'markers', expiredObjectDeleteMarker: true },
      ],
    });
    writeOnce(this.edge);
  }

  private bucket(id: string, stage: Stage, more: s3.BucketProps): s3.Bucket {
    const logged = this.logs && {
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: `s3/${id.toLowerCase()}/`,
    };
    return new s3.Bucket(this, id, {
      // There the edge is started beside the stack, and is told the bucket's name before.
      ...(stage.host === 'localstack' && { bucketName: `wavecast-localstack-${id.toLowerCase()}` }),
      versioned: true,
      // Not KMS: the bytes at the edge are public and signed, and a disabled key would darken it.
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: stage.enforcesTls,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...logged,
      ...more,
    });
  }
}

/**
 * An immutable object is created if absent, a mutable one besides swapped if it is still what was
 * read: whoever forgets the condition is refused, the publisher among them. The parts of a multipart
 * upload can't carry it; what joins them can.
 */
function writeOnce(bucket: s3.Bucket): void {
  const mutable = [...MUTABLE, PROBES].map((pattern) => bucket.arnForObjects(pattern));
  const unconditional = { 's3:if-none-match': 'true' };
  const creates = { Bool: { 's3:ObjectCreationOperation': 'true' } };
  const refuse = { effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['s3:PutObject'] };
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      ...refuse,
      sid: 'ImmutableObjectsAreCreatedIfAbsent',
      notResources: mutable,
      conditions: { Null: unconditional, ...creates },
    }),
  );
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      ...refuse,
      sid: 'MutableObjectsAreSwapped',
      resources: mutable,
      conditions: { Null: { ...unconditional, 's3:if-match': 'true' }, ...creates },
    }),
  );
}

function logs(scope: Construct, stage: Stage): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Logs', {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    // CloudFront delivers its logs by ACL.
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    enforceSSL: stage.enforcesTls,
    removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [{ id: 'old', expiration: Duration.days(ACCESS_LOG_DAYS) }],
  });
  acknowledge(bucket, 'It holds the access logs of the others; logging itself would never end', 'AwsSolutions-S1');
  return bucket;
}
