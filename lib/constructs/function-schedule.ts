import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';

/** What is called, and how often. */
export interface FunctionScheduleProps {
  readonly function: IFunction;
  readonly period: Duration;
  readonly description: string;
  /** The event of every call. @default the event of EventBridge Scheduler, which says nothing */
  readonly input?: Readonly<Record<string, string>>;
}

/**
 * Calls a function over and over. A call that fails is not repeated by the schedule: the next one finds the same work.
 * The role may call this function and nothing else, and only schedules of this account may take it on.
 */
export class FunctionSchedule extends Construct {
  readonly function: IFunction;
  readonly period: Duration;

  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    this.function = props.function;
    this.period = props.period;
    const { partition, region, account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': account,
            'aws:SourceArn': `arn:${partition}:scheduler:${region}:${account}:schedule-group/default`,
          },
        },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.function.functionArn] }),
    );
    const schedule = new Schedule(this, 'Schedule', {
      description: props.description,
      schedule: ScheduleExpression.rate(props.period),
      // The target would grant every version and alias as well, which nothing calls.
      target: new LambdaInvoke(props.function, {
        retryAttempts: 0,
        role: role.withoutPolicyUpdates(),
        ...(props.input === undefined ? {} : { input: ScheduleTargetInput.fromObject(props.input) }),
      }),
    });
    // The first call comes at once, and is lost when the role may not call yet: the next is a period later.
    schedule.node.addDependency(role);
  }
}
