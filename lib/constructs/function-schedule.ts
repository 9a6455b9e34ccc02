import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';

/** The function to call, and how often. */
export interface FunctionScheduleProps {
  readonly function: IFunction;
  readonly period: Duration;
  readonly description: string;
  /** The event of every call. @default the event of EventBridge Scheduler, which carries no information */
  readonly input?: Readonly<Record<string, string>>;
}

/**
 * Calls a function at regular times. The schedule does not repeat a failed call: the next call finds the same
 * work. The role may only call this function, and only schedules of this account may assume it.
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
      // The CDK's target would also grant every version and alias, which nothing calls.
      target: new LambdaInvoke(props.function, {
        retryAttempts: 0,
        role: role.withoutPolicyUpdates(),
        ...(props.input === undefined ? {} : { input: ScheduleTargetInput.fromObject(props.input) }),
      }),
    });
    // The first call comes at once. If the role may not call yet, the call is lost, and the next one is a
    // period later.
    schedule.node.addDependency(role);
  }
}
