import { Aws } from 'aws-cdk-lib';

/** The ARN of a parameter, or of a path: `/retail/shop/prod` is `parameter/retail/shop/prod`. */
export function parameterArn(name: string): string {
  return `arn:${Aws.PARTITION}:ssm:${Aws.REGION}:${Aws.ACCOUNT_ID}:parameter${name}`;
}

/** The ARN of anything in this account and region. */
export function ownArn(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}

/**
 * The conditions under which Parameter Store may use a key: the call comes through Parameter Store, and it is
 * for these parameters, whose ARN is bound to the encrypted value (KMS developer guide, "How Parameter Store
 * uses AWS KMS"). The end of the service's name is left open, because China has another domain.
 */
export function keyConditions(parameterArns: readonly string[]): Record<string, Record<string, unknown>> {
  return {
    StringLike: {
      'kms:ViaService': `ssm.${Aws.REGION}.amazonaws.com*`,
      'kms:EncryptionContext:PARAMETER_ARN': [...parameterArns],
    },
  };
}
