import { expect } from 'vitest';
import { createStack, deleteStack, updateStack } from '../../src/deployment/deploy-stack.ts';
import type { DeployedStack, DeployOptions } from '../../src/deployment/stack.ts';
import { codeOf, newCloud, roleWith, stackOf, writeBundle } from '../cloud-bench.ts';

/**
 * A function that answers CloudFormation with `answer`, an expression over its `event`. Undefined sends no response. An
 * error ends the call. `events` reads the events from its log.
 */
const answering = (answer: string) => `
  exports.handler = async (event) => {
    const { RequestType, LogicalResourceId, PhysicalResourceId, ResourceProperties, OldResourceProperties } = event;
    const { N, Mode } = ResourceProperties;
    console.log(JSON.stringify({ event }));
    const answer = ${answer};
    if (answer === undefined) return;
    const { request } = require('https');
    return new Promise((resolve, reject) => {
      const put = request(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '' } }, (response) =>
        response.resume().on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error('not taken')))));
      put.on('error', reject);
      const { StackId, RequestId, LogicalResourceId } = event;
      put.end(typeof answer === 'string' ? answer : JSON.stringify({ StackId, RequestId, LogicalResourceId, ...answer }));
    });
  };`;

/** A response that fails if the property Mode says so. Its id is the property Id, or else the logical id. */
export const obeying = `(() => {
  if ((Mode ?? '').split(' ').includes('fail' + RequestType)) return { Status: 'FAILED', Reason: 'as told', PhysicalResourceId: PhysicalResourceId ?? 'never-made' };
  return { Status: 'SUCCESS', PhysicalResourceId: ResourceProperties.Id ?? LogicalResourceId, Data: { N } };
})()`;

/** A custom resource of the function above, with these properties and dependencies. */
export function custom(properties: object = {}, DependsOn: readonly string[] = []) {
  const ServiceToken = { 'Fn::GetAtt': ['Function', 'Arn'] };
  return { Type: 'Custom::Thing', DependsOn, Properties: { ServiceToken, ...properties } };
}

/** A cloud, and stacks with a function for custom resources, its role, and the resources of a test. */
export function customStacks(answer = obeying, functionChanges: object = {}) {
  const { cloud, lines } = newCloud();
  const folder = writeBundle(answering(answer));
  const lambdaFunction = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: codeOf(folder),
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      FunctionName: 'answering',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      ...functionChanges,
    },
  };
  const stack = (resources: Readonly<Record<string, unknown>>) =>
    stackOf({ Role: roleWith(), Function: lambdaFunction, ...resources }, [folder]);
  return {
    cloud,
    lines,
    stack,
    create: (resources: Readonly<Record<string, unknown>>, options: DeployOptions = {}) =>
      createStack(cloud, stack(resources), options),
    /** The events that the function was called with, oldest first. */
    events: () =>
      cloud.observations
        .linesOf('answering')
        .map((line): unknown => JSON.parse(line))
        .flatMap((line) =>
          line !== null && typeof line === 'object' && 'event' in line ? [line.event] : [],
        ),
    /** The requests of CloudFormation, such as `Update Thing id`, oldest first. */
    requests: () =>
      lines
        .filter(({ kind }) => kind === 'cloudformation.request')
        .map(({ fields }) => {
          const { PhysicalResourceId = '' } = JSON.parse(String(fields['event']));
          return `${fields['requestType']} ${fields['logicalId']} ${PhysicalResourceId}`.trim();
        }),
  };
}

type Resources = Readonly<Record<string, unknown>>;

/** A deployed stack and operations on it. `since` returns the requests after its creation. */
export async function standing(resources: Resources, options: DeployOptions = {}, answer = obeying) {
  const stacks = customStacks(answer);
  const { status, stack } = await stacks.create(resources, options);
  expect(status).toBe('CREATE_COMPLETE');
  const count = stacks.requests().length;
  return {
    ...stacks,
    stack,
    update: (next: Resources, from: DeployedStack = stack) =>
      updateStack(stacks.cloud, from, stacks.stack(next)),
    remove: (from: DeployedStack = stack) => deleteStack(stacks.cloud, from),
    since: () => stacks.requests().slice(count),
  };
}

/** An `AWS::SSM::Parameter` with this value. */
export const parameter = (Value: string, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  ...more,
  Properties: { Name: '/app/p', Type: 'String', Value },
});
