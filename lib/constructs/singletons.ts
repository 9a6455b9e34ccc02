import { CfnOutput, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { singletonResourceType } from '../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from './acknowledged-findings.ts';
import { FunctionSchedule } from './function-schedule.ts';
import { MusterFunction, type Permission } from './muster-function.ts';

/** Something of which an account and region has one, and what the configuration wants of it. */
export interface Singleton {
  /** The id of its resource, and of the output that says what was found and what was changed. */
  readonly id: string;
  /** The properties that `lambdas/singletons/parse-singleton.ts` reads. They may hold references. */
  readonly properties: Readonly<Record<string, string>>;
  /** What the function may do for it. */
  readonly permissions: readonly Permission[];
  /** Why some of the resources of its permissions end with a wildcard. @default none does */
  readonly whyWildcards?: string;
}

/** The singletons of a stack. */
export interface SingletonsProps {
  readonly singletons: readonly Singleton[];
  readonly logRetentionDays: number;
}

/**
 * What the account and region has only once, and may have had before this stack. A function looks before it changes
 * anything, keeps a record, and brings back what was there when the stack no longer wants it. It looks again every hour.
 * An output of the stack tells of each what was found and what was changed.
 */
export class Singletons extends Construct {
  readonly #resources = new Map<string, CustomResource>();

  constructor(scope: Construct, id: string, { singletons, logRetentionDays }: SingletonsProps) {
    super(scope, id);
    const keeper = new MusterFunction(this, 'Keeper', {
      bundle: 'singletons',
      description: 'Muster: keeps what an account and region has only once.',
      timeoutSeconds: 120,
      memoryMegabytes: 256,
      permissions: singletons.flatMap(({ permissions }) => permissions),
      logRetentionDays,
    });
    for (const { permissions, whyWildcards } of singletons) {
      const resources = permissions.flatMap((each) => each.resources).filter((each) => each.endsWith('*'));
      if (whyWildcards !== undefined) acknowledgeWildcards(keeper, resources, whyWildcards);
    }
    for (const { id: name, properties } of singletons) {
      const resource = new CustomResource(this, name, {
        serviceToken: keeper.function.functionArn,
        resourceType: singletonResourceType,
        serviceTimeout: Duration.minutes(5),
        properties,
      });
      this.#resources.set(name, resource);
      new CfnOutput(Stack.of(this), `${name}Report`, {
        description: 'What was found, and what was changed.',
        value: resource.getAttString('Report'),
      });
    }
    const look = new FunctionSchedule(this, 'Look', {
      function: keeper.function,
      period: Duration.hours(1),
      description: 'Muster: looks whether what an account has only once is as the configuration says.',
      input: { look: Stack.of(this).toJsonString(singletons.map(({ properties }) => properties)) },
    });
    // The first look comes at once. It must not settle what CloudFormation has not asked for yet.
    look.node.addDependency(...this.#resources.values());
  }

  /** The value in force, which may be that of somebody else. */
  valueInForce(id: string): string {
    const resource = this.#resources.get(id);
    if (resource === undefined) throw new Error(`there is no singleton ${id}`);
    return resource.getAttString('Value');
  }
}
