import { Aws, CustomResource, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { madeByStackTag, secureParameterResourceType } from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { keyConditions, parameterArn } from './parameter-arns.ts';
import { secretLengthDefault } from './parameter-rules.ts';
import type { Application, DeclaredParameter } from './parameter-tree.ts';

/** How long the function's log is kept. */
export interface SecureParametersProps {
  readonly logRetentionDays: number;
}

/** One call may have to wait for a denial to pass, and for its turn at 3 calls a second. */
const timeoutSeconds = 180;

/**
 * CloudFormation would make all secrets of a tree at the same time. Parameter Store takes three calls a
 * second. With more than about eighty secrets, some would give up before their turn. So each secret waits for
 * an earlier one.
 */
const secretsAtOnce = 10;

/**
 * Makes SecureStrings, which CloudFormation cannot do. A function draws the value, so that no template, log
 * or event contains it. Its role may create parameters for the applications that have secrets, and encrypt
 * with their keys. It may not overwrite or decrypt any.
 */
export class SecureParameters extends Construct {
  readonly #creator: MusterFunction;
  readonly #made: CustomResource[] = [];

  constructor(scope: Construct, id: string, { logRetentionDays }: SecureParametersProps) {
    super(scope, id);
    this.#creator = new MusterFunction(this, 'Creator', {
      bundle: 'secure-parameter',
      description: 'Muster: creates SecureStrings with a value of their own, and touches none that exists.',
      timeoutSeconds,
      memoryMegabytes: 256,
      permissions: [],
      logRetentionDays,
    });
    this.#allowDeletion();
  }

  /**
   * Lets the function make the secrets of an application with its key. The grant is for the whole
   * application: eighty grants for single secrets would be more policies than a role can have.
   */
  allow({ path, paths }: Application, key: IKey): void {
    const below = parameterArn(`${path}/*`);
    const { role } = this.#creator;
    role.addToPolicy(
      new PolicyStatement({
        actions: ['ssm:PutParameter', 'ssm:AddTagsToResource'],
        resources: [below],
        // AddTagsToResource does not have this key, and neither does a request that leaves Overwrite out.
        // "Not true" allows both.
        conditions: { StringNotEquals: { 'ssm:Overwrite': 'true' } },
      }),
    );
    const secrets = paths.flatMap(({ parameters }) => parameters.filter(({ secret }) => secret));
    const isAdvanced = secrets.some(({ tier }) => tier !== 'Standard');
    const actions = isAdvanced ? ['kms:Encrypt', 'kms:GenerateDataKey'] : ['kms:Encrypt'];
    role.addToPolicy(
      new PolicyStatement({ actions, resources: [key.keyArn], conditions: keyConditions([below]) }),
    );
    // Without kms:Decrypt this tells the type of an existing secret, and not its value.
    this.#creator.allow(['ssm:GetParameter'], [below]);
    acknowledgeWildcards(this.#creator, [below], `The function makes the secrets of ${path}.`);
  }

  /** A SecureString that exists once the stack is deployed. */
  create(scope: Construct, id: string, parameter: DeclaredParameter, key: IKey): CustomResource {
    const { name, tier, description, allowedPattern, placeholder, length, punctuation, policies } = parameter;
    const drawn = { Length: length ?? secretLengthDefault, Punctuation: punctuation ?? false };
    const resource = new CustomResource(scope, id, {
      serviceToken: this.#creator.function.functionArn,
      resourceType: secureParameterResourceType,
      // Lambda tries a failed call three times in all, with pauses of one and two minutes.
      serviceTimeout: Duration.minutes(15),
      properties: {
        Name: name,
        KeyId: key.keyArn,
        Tier: tier,
        ...(description === undefined ? {} : { Description: description }),
        ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
        ...(policies === undefined ? {} : { Policies: JSON.stringify(policies) }),
        ...(placeholder === undefined ? drawn : { Placeholder: placeholder }),
        DeleteWithStack: parameter.deleteWithStack ?? false,
      },
    });
    // The policy of the role is a resource of its own. CloudFormation would not wait for it by itself.
    resource.node.addDependency(this.#creator.role);
    const earlier = this.#made.at(-secretsAtOnce);
    if (earlier !== undefined) resource.node.addDependency(earlier);
    this.#made.push(resource);
    return resource;
  }

  /**
   * Allows deletion of whatever this very stack made. A secret that was taken out of the tree is deleted at
   * the end of the update, when the policy no longer names it.
   */
  #allowDeletion(): void {
    const every = parameterArn('/*');
    this.#creator.allow(['ssm:ListTagsForResource'], [every]);
    this.#creator.role.addToPolicy(
      new PolicyStatement({
        actions: ['ssm:DeleteParameter'],
        resources: [every],
        conditions: { StringEquals: { [`aws:ResourceTag/${madeByStackTag}`]: Aws.STACK_ID } },
      }),
    );
    const reason =
      'It deletes only what has the id of this stack in a tag, and looks at tags of parameters alone.';
    acknowledgeWildcards(this.#creator, [every], reason);
  }
}
