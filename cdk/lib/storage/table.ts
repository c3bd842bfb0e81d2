import { Fn, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

import type { Parameters } from '../parameters.js';
import type { Stage } from '../stage.js';

/** The index of due things: keys alone, for whoever finds one reads the entry itself. */
export const DUE = 'due';
/** The index for listings; it answers with whole entries. A name has at least three letters. */
export const BY = 'by-group';

/** The ledger: one table, on demand. docs/dynamodb.md has its layout. */
export class Table extends Construct {
  /** The stack's own table. */
  readonly own: dynamodb.Table;
  /** The name of the table in use: the stack's own, or the one that a restore made. */
  readonly nameInUse: string;
  /** The ARN of the table in use. */
  readonly arnInUse: string;

  constructor(scope: Construct, id: string, stage: Stage, parameters: Parameters) {
    super(scope, id);
    const string = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
    this.own = new dynamodb.Table(this, 'Ledger', {
      partitionKey: string('pk'),
      sortKey: string('sk'),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      timeToLiveAttribute: 'expires',
      stream: dynamodb.StreamViewType.KEYS_ONLY,
    });
    this.own.addGlobalSecondaryIndex({
      indexName: DUE,
      partitionKey: string('due'),
      sortKey: string('due_at'),
      projectionType: dynamodb.ProjectionType.KEYS_ONLY,
    });
    this.own.addGlobalSecondaryIndex({
      indexName: BY,
      partitionKey: string('by'),
      sortKey: string('by_at'),
      projectionType: dynamodb.ProjectionType.ALL,
    });

    const chosen = Fn.conditionIf(
      parameters.hasRestoredTable.logicalId,
      parameters.restoredTable.valueAsString,
      this.own.tableName,
    );
    this.nameInUse = Token.asString(chosen);
    this.arnInUse = Stack.of(this).formatArn({
      service: 'dynamodb',
      resource: 'table',
      resourceName: this.nameInUse,
    });
  }

  /** The ARN of an index of the table in use. */
  index(name: string): string {
    return `${this.arnInUse}/index/${name}`;
  }
}
