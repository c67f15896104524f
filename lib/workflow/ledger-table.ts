import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, type ITable, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** What the workflow needs of the ledger's table. Both `Table` and `TableV2` fit. */
export type LedgerLike = Pick<ITable, 'tableArn' | 'tableName' | 'encryptionKey'>;

/** The ledger: locks, snapshots and decisions of routes. Its keys are those that the adapter uses. */
export class LedgerTable extends TableV2 {
  constructor(scope: Construct, id: string, props: { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id, {
      partitionKey: { name: 'route', type: AttributeType.STRING },
      sortKey: { name: 'item', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: props.removalPolicy,
      // With RemovalPolicy.DESTROY, deleting the stack must be able to delete the table.
      deletionProtection: props.removalPolicy !== RemovalPolicy.DESTROY,
    });
  }
}
