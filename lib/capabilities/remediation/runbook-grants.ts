import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RunbookGrant } from './runbook-grant.ts';

const noResource = 'These actions take no resource.';
const anyInstance = 'Any instance of the account may be named when the runbook is started.';

/** What a runbook does with a command besides sending it. */
const commandActions = ['ssm:CancelCommand', 'ssm:ListCommandInvocations', 'ssm:ListCommands'];

/** The grants that runbooks are made of, for the account and region of a stack. */
export class RunbookGrants {
  readonly #stack: Stack;

  constructor(scope: Construct) {
    this.#stack = Stack.of(scope);
  }

  /** To look at what has no resource. */
  look(...actions: string[]): RunbookGrant {
    return { actions, resources: ['*'], reason: noResource };
  }

  /** To change any instance, under conditions of IAM. */
  change(actions: readonly string[], conditions: RunbookGrant['conditions'] = {}): RunbookGrant {
    return { actions, resources: [this.#instances], conditions, reason: anyInstance };
  }

  /** To set or delete this tag of instances, and no other: a tag may decide who may do what. */
  tag(action: 'CreateTags' | 'DeleteTags', key: string): RunbookGrant {
    return this.change([`ec2:${action}`], {
      'ForAllValues:StringEquals': { 'aws:TagKeys': key },
      Null: { 'aws:TagKeys': 'false' },
    });
  }

  /** To send documents to any instance, and to follow their commands. Documents of AWS belong to no account. */
  send(...documents: readonly string[]): readonly RunbookGrant[] {
    const { partition, region, account } = this.#stack;
    const documentArns = documents.map((document) => {
      const owner = /^(AWS|Amazon)/.test(document) ? '' : account;
      return `arn:${partition}:ssm:${region}:${owner}:document/${document}`;
    });
    return [
      { ...this.change(['ssm:SendCommand']), resources: [...documentArns, this.#instances] },
      this.look(...commandActions),
    ];
  }

  /** To look at a role and hand it to instances. */
  handOver(roleName: string): readonly RunbookGrant[] {
    const { partition, account } = this.#stack;
    const resources = [`arn:${partition}:iam::${account}:role/${roleName}`];
    return [
      { actions: ['iam:SimulatePrincipalPolicy'], resources },
      {
        ...{ actions: ['iam:PassRole'], resources },
        conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      },
    ];
  }

  /** To put a message into a queue. The URL is `https://sqs.<region>.amazonaws.com/<account>/<name>`. */
  put(queueUrl: string): RunbookGrant {
    const { partition, region, account } = this.#stack;
    const name = Fn.select(4, Fn.split('/', queueUrl));
    return { actions: ['sqs:SendMessage'], resources: [`arn:${partition}:sqs:${region}:${account}:${name}`] };
  }

  get #instances(): string {
    const { partition, region, account } = this.#stack;
    return `arn:${partition}:ec2:${region}:${account}:instance/*`;
  }
}
