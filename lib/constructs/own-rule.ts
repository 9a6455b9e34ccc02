import { Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';

/** A rule without the place of its events, which is that of its stack. */
export interface OwnRuleProps extends RuleProps {
  readonly eventPattern: Omit<EventPattern, 'account' | 'region'>;
}

/**
 * A rule of the default bus for events of its own account and region. The bus may be the hub to which other accounts and
 * regions send theirs.
 */
export class OwnRule extends Rule {
  constructor(scope: Construct, id: string, props: OwnRuleProps) {
    const { account, region } = Stack.of(scope);
    super(scope, id, {
      ...props,
      eventPattern: { account: [account], region: [region], ...props.eventPattern },
    });
  }
}
