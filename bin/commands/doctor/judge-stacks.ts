import { type Check, checkOf, type Trouble } from './doctor-check.ts';

/** A stack of the account that is not deleted. */
export interface SeenStack {
  readonly name: string;
  readonly status: string;
}

/**
 * What Quick Setup deploys into an account. Its own policy of AWS names these stacks and no others
 * (AWSQuickSetupDeploymentRolePolicy).
 */
const quickSetupPrefix = 'StackSet-AWS-QuickSetup-';

/** Whether every stack of the configuration is deployed, and its last change ended well. */
export function judgeStacks(expected: readonly string[], stacks: readonly SeenStack[]): Check {
  const troubles = expected.flatMap((name): Trouble[] => {
    const stack = stacks.find((each) => each.name === name);
    if (stack === undefined)
      return [{ verdict: 'fail', found: `${name} is in the configuration and not deployed` }];
    const verdict = verdictOf(stack.status);
    return verdict === 'ok' ? [] : [{ verdict, found: `${name} is ${stack.status}` }];
  });
  return checkOf('Stacks', troubles, {
    well: `${expected.join(', ')}: complete`,
    remedy:
      'Deploy again (npx cdk deploy --all). The events of the stack say why a change failed; docs/runbook.md has UPDATE_ROLLBACK_FAILED.',
  });
}

/** A change that was rolled back leaves the version before it at work. */
function verdictOf(status: string): 'ok' | 'warn' | 'fail' {
  if (['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'].includes(status)) return 'ok';
  if (status.endsWith('_IN_PROGRESS') || /^(UPDATE|IMPORT)_ROLLBACK_COMPLETE$/.test(status)) return 'warn';
  return 'fail';
}

/** Whether Quick Setup is at work in the account. It does no harm, but whoever looks for a cause should know. */
export function judgeQuickSetup(stacks: readonly SeenStack[]): Check {
  const found = stacks.filter(({ name }) => name.startsWith(quickSetupPrefix));
  if (found.length === 0)
    return { name: 'Quick Setup', verdict: 'ok', found: `no stack ${quickSetupPrefix}… is in this region` };
  return {
    name: 'Quick Setup',
    verdict: 'ok',
    found: `at work here: ${found.map(({ name }) => name).join(', ')}. Its associations may change instance profiles and update the agents of nodes`,
  };
}
