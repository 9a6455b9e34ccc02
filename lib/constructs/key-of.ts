import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * The key of this ARN, or else the one that `make` makes. A key that exists stays as it is: its own policy must let those use
 * it who shall.
 */
export function keyOf(scope: Construct, keyArn: string | undefined, make: () => IKey): IKey {
  return keyArn === undefined ? make() : Key.fromKeyArn(scope, 'ExistingKey', keyArn);
}
