import { join } from 'node:path';
import { Duration, RemovalPolicy, type Stack, Tags } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { resourceTags } from '../../lambdas/shared/runtime/contract.ts';

/** Actions that a function may take, and on which resources. */
export interface Permission {
  readonly actions: string[];
  readonly resources: string[];
}

/** What differs between the functions of Muster. */
export interface MusterFunctionProps {
  /** The folder under `lambdas/` that the bundle comes from: `onboard`, `document-version` ... */
  readonly bundle: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  /** Lambda gives CPU in proportion to memory. @default 512 */
  readonly memoryMegabytes?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * What the function may do, besides writing its own log and what constructs grant it. Nothing else is
   * allowed.
   */
  readonly permissions: readonly Permission[];
  readonly logRetentionDays: number;
}

/** Gives all functions of a stack an architecture. */
export function setArchitecture(stack: Stack, architecture: 'arm64' | 'x86_64'): void {
  for (const node of stack.node.findAll())
    if (node instanceof CfnFunction) node.architectures = [architecture];
}

/**
 * A Lambda function: Node.js 24 on the chosen architecture, with the bundle that `npm run build` made and a log group with a
 * retention. Its own role may do what is listed or granted, and nothing else.
 */
export class MusterFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  /** The folder under `lambdas/` that it runs. */
  readonly bundle: string;

  constructor(scope: Construct, id: string, props: MusterFunctionProps) {
    super(scope, id);
    this.bundle = props.bundle;
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    for (const { actions, resources } of props.permissions) this.allow(actions, resources);

    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(join('dist', 'lambdas', props.bundle)),
      handler: 'index.handler',
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memoryMegabytes ?? 512,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        POWERTOOLS_LOG_LEVEL: 'INFO',
        NODE_OPTIONS: '--enable-source-maps', // a stack trace names lines of the sources
        ...props.environment,
      },
    });
    Tags.of(this.function).add(resourceTags.function, props.bundle);
  }

  /** Allows the function more actions. */
  allow(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }));
  }
}
