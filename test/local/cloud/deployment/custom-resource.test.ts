import { describe, expect, it } from 'vitest';
import { deployStack } from '../../../../local/cloud/deployment/deploy-stack.ts';
import {
  accountId,
  codeOf,
  newCloud,
  region,
  roleWith,
  stackOf,
  startMs,
  writeBundle,
} from '../cloud-bench.ts';

/** A function that answers CloudFormation with `answer`, an expression over its `event`; nothing when undefined. */
const answering = (answer: string) => `
  exports.handler = async (event) => {
    console.log(JSON.stringify(event));
    const answer = ${answer};
    if (answer === undefined) return;
    const { request } = require('https');
    const { hostname, pathname } = new URL(event.ResponseURL);
    return new Promise((resolve, reject) => {
      const put = request({ hostname, path: pathname, method: 'PUT' }, (response) => response.resume().on('end', resolve));
      put.on('error', reject);
      put.end(JSON.stringify({ RequestId: event.RequestId, ...answer }));
    });
  };`;

/** Deploys a custom resource behind such a function, and a queue whose delay is what it answers. */
async function deploy(answer: string, properties: Readonly<Record<string, unknown>> = {}) {
  const { cloud, lines } = newCloud();
  const folder = writeBundle(answering(answer));
  const resources = {
    Role: roleWith(),
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: codeOf(folder),
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      },
    },
    Number: {
      Type: 'Custom::Number',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] }, ...properties },
    },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { Ref: 'Number' }, DelaySeconds: { 'Fn::GetAtt': ['Number', 'Delay'] } },
    },
  };
  const deployment = deployStack(cloud, stackOf(resources, [folder]));
  const stack = await deployment.catch((error: unknown) => error);
  const functionName = String(lines.find(({ kind }) => kind === 'lambda.invoke')?.fields['function']);
  const [event = '{}'] = cloud.observations.linesOf(functionName);
  return { cloud, stack, event: JSON.parse(event) };
}

const success = `{ Status: 'SUCCESS', PhysicalResourceId: 'a-number', Data: { Delay: 7 } }`;

describe('a custom resource', () => {
  it('is what its function answers: a Ref and attributes', async () => {
    const { cloud, stack } = await deploy(success);
    expect(stack).not.toBeInstanceOf(Error);
    const queue = cloud.sqs.queue(`arn:aws:sqs:${region}:${accountId}:a-number`);
    expect(queue.settings.delaySeconds).toBe(7);
  });

  it('sends the event of CloudFormation, with every value as text', async () => {
    const { event } = await deploy(success, { Count: 3, On: true, Deep: { List: [1, 'a', { No: false }] } });
    expect(event).toEqual({
      RequestType: 'Create',
      ServiceToken: expect.stringMatching(/^arn:aws:lambda:/),
      ResponseURL: expect.stringMatching(
        /^https:\/\/cloudformation-custom-resource-response-euwest1\.s3\.amazonaws\.com\//,
      ),
      StackId: expect.stringMatching(/^arn:aws:cloudformation:eu-west-1:0{12}:stack\/Test\//),
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      LogicalResourceId: 'Number',
      ResourceType: 'Custom::Number',
      ResourceProperties: {
        ServiceToken: expect.stringMatching(/^arn:aws:lambda:/),
        Count: '3',
        On: 'true',
        Deep: { List: ['1', 'a', { No: 'false' }] },
      },
    });
  });

  it.each([
    [
      'FAILED',
      `{ Status: 'FAILED', Reason: 'no number is left', PhysicalResourceId: 'x' }`,
      'Number: no number is left',
    ],
    ['without an id', `{ Status: 'SUCCESS', Data: { Delay: 7 } }`, 'Number: Invalid PhysicalResourceId'],
    ['to another request', `{ ...${success}, RequestId: 'other' }`, 'Number: did not answer in time'],
    [
      'without the attribute',
      `{ Status: 'SUCCESS', PhysicalResourceId: 'x' }`,
      'Number has no attribute Delay',
    ],
  ])('refuses the deployment when the answer is %s', async (_, answer, message) => {
    const { stack } = await deploy(answer);
    expect(stack).toMatchObject({ name: 'ServiceError', message });
  });

  it.each([
    [undefined, 3600],
    ['120', 120],
  ])(
    'refuses the deployment when its function is silent, with ServiceTimeout %s after %d s',
    async (timeout, seconds) => {
      const { cloud, stack } = await deploy(
        'undefined',
        timeout === undefined ? {} : { ServiceTimeout: timeout },
      );
      expect(stack).toMatchObject({
        code: 'CustomResourceFailed',
        message: 'Number: did not answer in time',
      });
      expect(cloud.timeline.nowMs).toBe(startMs + seconds * 1000);
    },
  );
});
