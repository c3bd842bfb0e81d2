import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a finding of cdk-nag is right as it stands, at the one construct that it is about. */
export function acknowledge(construct: IConstruct, reason: string, ...rules: string[]): void {
  for (const id of rules) {
    Validations.of(construct).acknowledge({ id, reason });
  }
}
