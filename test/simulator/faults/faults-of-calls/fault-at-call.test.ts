import { createStack, deleteStack, type LocalCloud, updateStack } from 'local-cloud';
import { codeOf, newCloud, roleWith, stackOf, writeBundle } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import { plainCallFaults } from '../../../../simulator/faults/faults-of-calls.ts';
import { type CallFault, faultAtCall } from './fault-at-call.ts';

const secretValue = 'correct horse battery';

/**
 * An idempotent function that always answers. It creates a SecureString unless one exists, and deletes it with the
 * stack. It retries a refused call, as the SDK does.
 */
const careful = `
  const { request } = require('https');
  const send = (url, options, body) => new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      let text = '';
      response.on('data', (part) => (text += part)).on('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
  async function call(operation, input, attempt = 1) {
    const headers = { 'x-amz-target': 'AmazonSSM.' + operation, 'content-type': 'application/x-amz-json-1.1' };
    const url = 'https://ssm.' + process.env.AWS_REGION + '.amazonaws.com/';
    const { status, text } = await send(url, { method: 'POST', headers }, JSON.stringify(input))
      .catch((error) => ({ status: 500, text: JSON.stringify({ __type: error.code }) }));
    if (status === 200) return JSON.parse(text);
    const code = JSON.parse(text).__type.split('#').at(-1);
    if (attempt < 3 && (status >= 500 || code === 'ThrottlingException')) return call(operation, input, attempt + 1);
    throw new Error(code);
  }
  async function settle({ RequestType, ResourceProperties: { Name } }) {
    if (RequestType === 'Delete') {
      await call('DeleteParameter', { Name }).catch((error) => { if (error.message !== 'ParameterNotFound') throw error; });
      return;
    }
    const input = { Name, Value: '${secretValue}', Type: 'SecureString' };
    await call('PutParameter', input).catch((error) => { if (error.message !== 'ParameterAlreadyExists') throw error; });
  }
  exports.handler = async (event) => {
    const failure = await settle(event).then(() => undefined, (error) => error.message);
    if (failure !== undefined) console.log('failed: ' + failure);
    const { StackId, RequestId, LogicalResourceId } = event;
    const Status = failure === undefined ? 'SUCCESS' : 'FAILED';
    const answer = { Status, Reason: failure, PhysicalResourceId: event.ResourceProperties.Name, StackId, RequestId, LogicalResourceId };
    const { status } = await send(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '' } }, JSON.stringify(answer));
    if (status !== 200) throw new Error('answer not taken: ' + status);
  };`;

/** A stack with one secret of that name, behind the careful function. */
function secretStack(Name: string, folder: string) {
  const ServiceToken = { 'Fn::GetAtt': ['Function', 'Arn'] };
  const resources = {
    Role: roleWith({ Effect: 'Allow', Action: ['ssm:PutParameter', 'ssm:DeleteParameter'], Resource: '*' }),
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: codeOf(folder),
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        FunctionName: 'secrets',
        Timeout: 30,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      },
    },
    Secret: { Type: 'Custom::Secret', Properties: { ServiceToken, Name, ServiceTimeout: 900 } },
  };
  return stackOf(resources, [folder]);
}

/** The names of the existing secrets. */
function names(cloud: LocalCloud): string[] {
  const { Parameters = [] } = cloud.ssm.operations.DescribeParameters.run(
    { ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] },
    { principal: { kind: 'administrator' }, requestId: '', nowMs: 0 },
  );
  return Parameters.map(({ Name = '' }) => Name);
}

/** Creates, updates and deletes a stack with a fault at one call. Returns the results and the calls. */
async function live(fault?: CallFault) {
  const { cloud, lines } = newCloud();
  const calls = faultAtCall(cloud, fault);
  const folder = writeBundle(careful);
  const created = await createStack(cloud, secretStack('/app/one', folder));
  const afterCreation = names(cloud);
  const updated = await updateStack(cloud, created.stack, secretStack('/app/two', folder));
  const afterUpdate = names(cloud);
  const deleted = await deleteStack(cloud, updated.stack);
  await cloud.loop.run(); // late attempts of Lambda
  const seen = JSON.stringify([lines, cloud.observations.linesOf('secrets')]);
  return {
    calls: [...calls],
    statuses: [created.status, updated.status, deleted.status],
    secrets: [afterCreation, afterUpdate, names(cloud)],
    seen,
  };
}

const allWell = {
  statuses: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'DELETE_COMPLETE'],
  secrets: [['/app/one'], ['/app/two'], []],
};
const usualCalls = [
  ...['ssm:PutParameter', 's3:PutObject'],
  ...['ssm:PutParameter', 's3:PutObject', 'ssm:DeleteParameter', 's3:PutObject'],
  ...['ssm:DeleteParameter', 's3:PutObject'],
];

describe('a fault at a call', () => {
  it('does not occur unless one is requested, and the calls are listed', async () => {
    const { calls, ...end } = await live();
    expect(calls).toEqual(usualCalls);
    expect(end).toMatchObject(allWell);
  });

  const places = plainCallFaults.flatMap((kind) =>
    usualCalls.map((_, place) => ({ kind, number: place + 1 })),
  );

  it.each(places)('$kind at call $number is survived by a careful function', async (fault) => {
    const { seen, ...end } = await live(fault);
    expect(seen).toContain(`"kind":"fault","fields":{"kind":"${fault.kind}"`);
    expect(end).toMatchObject(allWell);
    expect(seen).not.toContain(secretValue);
  });

  it('that outlasts all attempts rolls the creation back', async () => {
    const { cloud } = newCloud();
    faultAtCall(cloud, { kind: 'call-throttled', number: 1, count: 3 });
    const { status, failure } = await createStack(cloud, secretStack('/app/one', writeBundle(careful)));
    expect(failure?.message).toBe('Secret: ThrottlingException');
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(names(cloud)).toEqual([]);
  });

  it('that outlasts all attempts rolls an update back', async () => {
    const { cloud } = newCloud();
    const folder = writeBundle(careful);
    const { stack } = await createStack(cloud, secretStack('/app/one', folder));
    faultAtCall(cloud, { kind: 'call-fails-after', number: 1, count: 3 });
    const { status, stack: after } = await updateStack(cloud, stack, secretStack('/app/two', folder));
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(after.resources.get('Secret')?.ref).toBe('/app/one');
    expect(names(cloud)).toEqual(['/app/one']);
  });

  it('of S3 has the error format of S3', async () => {
    const { cloud } = newCloud();
    faultAtCall(cloud, { kind: 'call-throttled', number: 2 });
    await createStack(cloud, secretStack('/app/one', writeBundle(careful)));
    expect(cloud.observations.linesOf('secrets').join('\n')).toContain('answer not taken: 503');
  });
});
