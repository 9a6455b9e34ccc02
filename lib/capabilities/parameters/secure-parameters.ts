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

/** What the function has to do in one call: a denial to wait out, and its turn among the others at 3 calls a second. */
const timeoutSeconds = 180;

/**
 * CloudFormation would make all secrets of a tree at the same time. Parameter Store takes three calls a second, so from
 * about eighty secrets on some would not get their turn before they give up: each waits for one that was made before.
 */
const secretsAtOnce = 10;

/**
 * Makes SecureStrings, which CloudFormation cannot: a function draws the value, so that it is in no template, log or
 * event. Its role may create parameters of the applications that have secrets and encrypt by their keys; it may overwrite
 * and decrypt none.
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
   * Lets the function make the secrets of an application by its key. The grant is for the application, not for each of
   * its secrets: eighty of those would be more policies than a role can have.
   */
  allow({ path, paths }: Application, key: IKey): void {
    const below = parameterArn(`${path}/*`);
    const { role } = this.#creator;
    role.addToPolicy(
      new PolicyStatement({
        actions: ['ssm:PutParameter', 'ssm:AddTagsToResource'],
        resources: [below],
        // AddTagsToResource has no such key, nor has a request that does not ask: both are allowed by "not true".
        conditions: { StringNotEquals: { 'ssm:Overwrite': 'true' } },
      }),
    );
    const secrets = paths.flatMap(({ parameters }) => parameters.filter(({ secret }) => secret));
    const isAdvanced = secrets.some(({ tier }) => tier !== 'Standard');
    const actions = isAdvanced ? ['kms:Encrypt', 'kms:GenerateDataKey'] : ['kms:Encrypt'];
    role.addToPolicy(
      new PolicyStatement({ actions, resources: [key.keyArn], conditions: keyConditions([below]) }),
    );
    // Without kms:Decrypt it tells the type of a secret that exists, and not its value.
    this.#creator.allow(['ssm:GetParameter'], [below]);
    acknowledgeWildcards(this.#creator, [below], `The function makes the secrets of ${path}.`);
  }

  /** A SecureString that exists once the stack stands. */
  create(scope: Construct, id: string, parameter: DeclaredParameter, key: IKey): CustomResource {
    const { name, tier, description, allowedPattern, placeholder, length, punctuation } = parameter;
    const drawn = { Length: length ?? secretLengthDefault, Punctuation: punctuation ?? false };
    const resource = new CustomResource(scope, id, {
      serviceToken: this.#creator.function.functionArn,
      resourceType: secureParameterResourceType,
      // Lambda calls a function that failed three times, with pauses of a minute and two.
      serviceTimeout: Duration.minutes(15),
      properties: {
        Name: name,
        KeyId: key.keyArn,
        Tier: tier,
        ...(description === undefined ? {} : { Description: description }),
        ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
        ...(placeholder === undefined ? drawn : { Placeholder: placeholder }),
        DeleteWithStack: parameter.deleteWithStack ?? false,
      },
    });
    // The policy of the role is a resource of its own, and CloudFormation would not wait for it.
    resource.node.addDependency(this.#creator.role);
    const earlier = this.#made.at(-secretsAtOnce);
    if (earlier !== undefined) resource.node.addDependency(earlier);
    this.#made.push(resource);
    return resource;
  }

  /**
   * Of whatever this very stack made: a secret that was taken out of the tree is deleted at the end of the update, when
   * the policy does not name it any more.
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
