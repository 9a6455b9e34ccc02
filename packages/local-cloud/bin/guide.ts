import type { LocalCloud } from '../src/account/account.ts';
import { scriptsGuide } from '../src/agent/script-tags.ts';
import type { DeployedStack } from '../src/deployment/stack.ts';

/** An example command for each resource type. `ref` is the `Ref` of the resource. */
const commands: Readonly<Record<string, (ref: string) => string>> = {
  'AWS::SQS::Queue': (ref) => `awslocal sqs send-message --message-body hello --queue-url ${ref}`,
  'AWS::DynamoDB::Table': (ref) => `awslocal dynamodb scan --table-name ${ref}`,
  'AWS::SNS::Topic': (ref) => `awslocal sns publish --message hello --topic-arn ${ref}`,
  'AWS::SSM::Parameter': (ref) => `awslocal ssm get-parameter --name ${ref}`,
  'AWS::SSM::Document': (ref) => `awslocal ssm get-document --name ${ref}`,
  'AWS::IAM::Role': (ref) => `awslocal iam get-role --role-name ${ref}`,
};

/**
 * Describes the running account, with one AWS CLI command for each kind of resource in it. The commands use
 * `--endpoint-url` and not AWS_ENDPOINT_URL, because the AWS CLI version 1 ignores the variable for SQS.
 */
export function describeStacks(cloud: LocalCloud, stacks: readonly DeployedStack[], port: number): string {
  const resources = stacks.flatMap((stack) => [...stack.resources.values()]);
  const examples = Object.entries(commands).flatMap(([type, command]) => {
    const example = resources.find((resource) => resource.type === type);
    return example === undefined ? [] : [`  ${command(example.ref)}`];
  });
  return `Deployed ${stacks.map(({ id }) => id).join(', ')} as if in ${cloud.region}.
Listening on http://127.0.0.1:${port}, in real time, until Ctrl-C. In another terminal:

  export AWS_DEFAULT_REGION=${cloud.region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  alias awslocal='aws --endpoint-url http://127.0.0.1:${port}'

${examples.join('\n')}

${scriptsGuide}`;
}
