import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  type ITable,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * What the workflow needs of the ledger's table. Both `Table` and `TableV2` fit. Decisions become events only
 * where the table has a stream with new and old images.
 */
export type LedgerLike = Pick<ITable, 'tableArn' | 'tableName' | 'encryptionKey'> & {
  readonly tableStreamArn?: string | undefined;
};

export interface LedgerTableProps {
  readonly removalPolicy: RemovalPolicy;
  /** @default - the key that AWS manages for DynamoDB */
  readonly encryptionKey?: IKey | undefined;
}

/** The ledger: locks, snapshots and decisions of routes. Its keys are those that the adapter uses. */
export class LedgerTable extends TableV2 {
  declare readonly encryptionKey?: IKey;

  constructor(scope: Construct, id: string, { removalPolicy, encryptionKey }: LedgerTableProps) {
    super(scope, id, {
      partitionKey: { name: 'route', type: AttributeType.STRING },
      sortKey: { name: 'item', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
      // With RemovalPolicy.DESTROY, deleting the stack must be able to delete the table.
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
    });
    if (encryptionKey !== undefined) {
      this.encryptionKey = encryptionKey;
      // TableEncryptionV2.customerManagedKey works only in a stack whose region is known at synth.
      const table = this.node.defaultChild as CfnGlobalTable;
      table.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: encryptionKey.keyArn });
    }
  }
}
