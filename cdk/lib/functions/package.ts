import * as path from 'node:path';

import type { CfnResource } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Where `cdk/package` puts what it built, as the template in `infra/` names it. */
const BUILT = '../target/lambda';

/**
 * The code of a function: the folder with its `bootstrap`, below the folder that the context value
 * `packages` names. Without it the template names where the folder will be, which is how
 * `sam deploy` and the tests want it: no binary is needed to make one.
 */
export function packaged(scope: Construct, name: string): lambda.Code {
  const packages: unknown = scope.node.tryGetContext('packages');
  if (typeof packages === 'string') {
    return lambda.Code.fromAsset(path.join(packages, name));
  }
  return new Named(name);
}

/** Code that whoever packages the template finds beside it. */
class Named extends lambda.Code {
  constructor(private readonly name: string) {
    super();
  }

  override bind(): lambda.CodeConfig {
    return { s3Location: { bucketName: 'wavecast-packages', objectKey: `${this.name}.zip` } };
  }

  override bindToResource(resource: CfnResource): void {
    resource.cfnOptions.metadata = {
      ...resource.cfnOptions.metadata,
      'aws:asset:path': `${BUILT}/${this.name}`,
      'aws:asset:property': 'Code',
      'aws:asset:is-bundled': true,
    };
  }
}
