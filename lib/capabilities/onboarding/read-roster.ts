import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { MusterFunction } from '../../constructs/muster-function.ts';

/** The roster that the stack of the onboarding has made, for a stack of another capability. It may be read alone. */
export class ReadRoster extends Construct {
  readonly tableName: string;

  constructor(scope: Construct, id: string, parameterPath: string) {
    super(scope, id);
    const name = `${parameterPath}/onboarding/roster-table-name`;
    this.tableName = StringParameter.valueForStringParameter(this, name);
  }

  /** The right to look up the entries of instances. */
  grantRead(reader: MusterFunction): void {
    const { partition, region, account } = Stack.of(this);
    const tableArn = `arn:${partition}:dynamodb:${region}:${account}:table/${this.tableName}`;
    reader.allow(['dynamodb:BatchGetItem'], [tableArn]);
  }
}
