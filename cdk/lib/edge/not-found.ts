import { CustomResource, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { acknowledge } from '../acknowledge.js';

/** What the CDN shows for a missing object. No object of a channel has such a path. */
export const NOT_FOUND = '_/404';

/**
 * Puts the object. It runs at a deployment alone, and answers CloudFormation in any case: an error
 * that it kept to itself would let the deployment hang for an hour.
 */
const PUT = `import json, urllib.request, boto3
def handler(event, context):
    status, reason = 'SUCCESS', 'done'
    of = event['ResourceProperties']
    try:
        if event['RequestType'] != 'Delete':
            try:
                boto3.client('s3').put_object(
                    Bucket=of['Bucket'], Key=of['Key'], Body=of['Body'].encode(), IfNoneMatch='*',
                    ContentType='text/plain; charset=utf-8', CacheControl='max-age=5')
            except boto3.client('s3').exceptions.ClientError as error:
                # It is there: its bytes are the same at every version.
                if error.response['Error']['Code'] != 'PreconditionFailed':
                    raise
    except Exception as error:
        status, reason = 'FAILED', str(error)
    answer = {'Status': status, 'Reason': reason, 'PhysicalResourceId': of['Bucket'] + '/' + of['Key'],
              'StackId': event['StackId'], 'RequestId': event['RequestId'],
              'LogicalResourceId': event['LogicalResourceId']}
    urllib.request.urlopen(urllib.request.Request(
        event['ResponseURL'], method='PUT', data=json.dumps(answer).encode(), headers={'content-type': ''}))
`;

/** The tiny object that stands for every missing one. */
export class NotFound extends Construct {
  constructor(scope: Construct, id: string, bucket: s3.Bucket) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: 'Puts the one object that the CDN shows for missing ones',
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects(NOT_FOUND)] }),
      ],
    });
    const put = new lambda.Function(this, 'Put', {
      description: 'At a deployment: puts the object that the CDN shows for missing ones',
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      code: lambda.Code.fromInline(PUT),
      timeout: Duration.seconds(30),
      role: role.withoutPolicyUpdates(),
    });
    put.node.addDependency(policy);
    acknowledge(put, 'Python is only here because a template can carry it whole', 'AwsSolutions-L1');
    new CustomResource(this, 'Object', {
      resourceType: 'Custom::NotFound',
      serviceToken: put.functionArn,
      properties: { Bucket: bucket.bucketName, Key: NOT_FOUND, Body: 'not found\n' },
    });
  }
}
