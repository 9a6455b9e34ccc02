import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type DeploymentFacts, deploymentFactsParameter } from '../../../lambdas/shared/runtime/contract.ts';
import type { Settings } from '../../configuration/settings.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { missingAfterSeconds } from './sweep-function.ts';

/** The functions that decide about instances and log each decision, by their folders in `lambdas/`. */
const deciders: readonly string[] = ['onboard', 'recheck'];

/**
 * The parameter by which the command line knows what was deployed, whatever the configuration says by now: how often
 * Muster looks, and where its functions log. It is made last, because it reads the functions of the stack.
 */
export class DeployedFacts extends Construct {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const stack = Stack.of(this);
    const facts: DeploymentFacts = {
      launchSeconds: settings.launchDelaySeconds + settings.batchingWindowSeconds,
      recheckSeconds: periodSeconds(stack, 'recheck'),
      sweepSeconds: periodSeconds(stack, 'sweep'),
      missingAfterSeconds,
      horizonSeconds: settings.horizonMinutes * 60,
      logGroups: functionsOf(stack, deciders).map((one) => one.function.logGroup.logGroupName),
    };
    new StringParameter(this, 'Parameter', {
      parameterName: `${settings.names.parameterPath}/onboarding/${deploymentFactsParameter}`,
      stringValue: stack.toJsonString(facts),
    });
  }
}

/** The right to read what was decided, in the logs of the functions that decide. */
export function readDecisionsStatement(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'Decisions',
    actions: ['logs:FilterLogEvents'],
    resources: functionsOf(stack, deciders).map((one) => one.function.logGroup.logGroupArn),
  });
}

function functionsOf(stack: Stack, bundles: readonly string[]): MusterFunction[] {
  return stack.node
    .findAll()
    .filter((node) => node instanceof MusterFunction)
    .filter(({ bundle }) => bundles.includes(bundle));
}

/** How often a function is called at most by its schedules. */
function periodSeconds(stack: Stack, bundle: string): number {
  const called = functionsOf(stack, [bundle]).map((one) => one.function);
  const schedules = stack.node.findAll().filter((node) => node instanceof FunctionSchedule);
  const periods = schedules
    .filter((one) => called.some((fn) => fn === one.function))
    .map(({ period }) => period);
  return Math.min(...periods.map((period) => period.toSeconds()));
}
