import { describe, expect, it } from 'vitest';
import { accountId, region, startMs } from '../cloud-bench.ts';
import { custom, customStacks, obeying } from './custom-stack.ts';

const success = `{ Status: 'SUCCESS', PhysicalResourceId: 'a-number', Data: { Delay: 7 } }`;

/** A queue with its name and delay from the custom resource `Number`. */
const Queue = {
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName: { Ref: 'Number' }, DelaySeconds: { 'Fn::GetAtt': ['Number', 'Delay'] } },
};

describe('a custom resource', () => {
  it("has the Ref and the attributes of its function's response", async () => {
    const { cloud, create } = customStacks(success);
    const { status } = await create({ Number: custom(), Queue });
    expect(status).toBe('CREATE_COMPLETE');
    const queue = cloud.sqs.queue(`arn:aws:sqs:${region}:${accountId}:a-number`);
    expect(queue.settings.delaySeconds).toBe(7);
  });

  it('sends the event of CloudFormation, with every value as text', async () => {
    const { create, events } = customStacks(success);
    await create({ Number: custom({ Count: 3, On: true, Deep: { List: [1, 'a', { No: false }] } }) });
    expect(events()).toEqual([
      {
        RequestType: 'Create',
        ServiceToken: expect.stringMatching(/^arn:aws:lambda:/),
        ResponseURL: expect.stringMatching(
          /^https:\/\/cloudformation-custom-resource-response-euwest1\.s3\.amazonaws\.com\/.+\?X-Amz-Signature=/,
        ),
        StackId: expect.stringMatching(/^arn:aws:cloudformation:eu-west-1:0{12}:stack\/Test\//),
        RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        LogicalResourceId: 'Number',
        ResourceType: 'Custom::Thing',
        ResourceProperties: {
          ServiceToken: expect.stringMatching(/^arn:aws:lambda:/),
          Count: '3',
          On: 'true',
          Deep: { List: ['1', 'a', { No: 'false' }] },
        },
      },
    ]);
  });

  it.each([
    ['FAILED', `{ Status: 'FAILED', Reason: 'none is left', PhysicalResourceId: 'x' }`, 'none is left'],
    ['without an id', `{ Status: 'SUCCESS', Data: { Delay: 7 } }`, 'Invalid PhysicalResourceId'],
    [
      'with an id of 1,025 bytes',
      `{ ...${success}, PhysicalResourceId: 'x'.repeat(1025) }`,
      'Invalid PhysicalResourceId',
    ],
    [
      'of 5,000 bytes',
      `{ ...${success}, Data: { Delay: '7'.repeat(5000) } }`,
      'Response object is too long.',
    ],
    ['no JSON', `'sorry'`, 'Response is not a JSON object.'],
    ['to another request', `{ ...${success}, RequestId: 'other' }`, 'did not answer in time'],
  ])('fails when the answer is %s', async (_, answer, reason) => {
    const { create } = customStacks(answer);
    const { failure } = await create({ Number: custom({ ServiceTimeout: 60 }) });
    expect(failure).toMatchObject({ code: 'CustomResourceFailed', message: `Number: ${reason}` });
  });

  it('fails a resource that refers to an attribute which the response lacks', async () => {
    const { create } = customStacks(`{ Status: 'SUCCESS', PhysicalResourceId: 'x' }`);
    const { status, failure } = await create({ Number: custom(), Queue });
    expect(failure?.message).toMatch(/doesn't contain Delay attribute in object Number$/);
    expect(status).toBe('ROLLBACK_COMPLETE');
  });

  it.each([
    ['without its query', `{ ...options, path: options.path.split('?')[0] }`],
    ['by POST', `{ ...options, method: 'POST' }`],
    ['with a content type', `{ ...options, headers: { 'content-type': 'application/json' } }`],
  ])('accepts no response %s, because the address is signed', async (_, changed) => {
    const { cloud, create } = customStacks(`(await new Promise((resolve) => {
      const { request } = require('https');
      const { hostname, pathname, search } = new URL(event.ResponseURL);
      const options = { hostname, path: pathname + search, method: 'PUT' };
      const { RequestId } = event;
      request(${changed}, (response) => { console.log('answer: ' + response.statusCode); resolve(undefined); })
        .end(JSON.stringify({ RequestId, ...${success} }));
    }))`);
    const { failure } = await create({ Number: custom({ ServiceTimeout: 30 }) });
    expect(failure?.message).toBe('Number: did not answer in time');
    expect(cloud.observations.linesOf('answering')).toContain('answer: 403');
  });

  it.each([
    [undefined, 3600],
    ['120', 120],
  ])('fails without a response, with ServiceTimeout %s after %d s', async (timeout, seconds) => {
    const { cloud, create, lines } = customStacks('undefined');
    await create({ Number: custom(timeout === undefined ? {} : { ServiceTimeout: timeout }) });
    const [failed] = lines.filter(({ kind }) => kind === 'cloudformation.failed');
    expect(failed).toEqual({
      kind: 'cloudformation.failed',
      atMs: startMs + seconds * 1000,
      fields: { logicalId: 'Number', reason: 'Number: did not answer in time' },
    });
    // The roll-back waits as long again for the deletion, because the resource may exist.
    expect(cloud.timeline.nowMs).toBe(startMs + 2 * seconds * 1000);
  });

  it.each(['0', '3601', '1.5', 'soon'])('refuses the ServiceTimeout %s', async (ServiceTimeout) => {
    const { create, requests } = customStacks(success);
    const { failure } = await create({ Number: custom({ ServiceTimeout }) });
    expect(failure?.message).toBe(
      `Number: ServiceTimeout must be an integer from 1 to 3600, received ${ServiceTimeout}`,
    );
    expect(requests()).toEqual([]);
  });

  it('is retried by Lambda with the same request when its function fails', async () => {
    const { create, events } = customStacks(
      `(() => { globalThis.calls = (globalThis.calls ?? 0) + 1; if (globalThis.calls < 3) throw new Error('not yet'); return ${success}; })()`,
    );
    const { status } = await create({ Number: custom() });
    expect(status).toBe('CREATE_COMPLETE');
    const [first, second, third, ...more] = events();
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(more).toEqual([]);
  });

  it('fails after three calls in Lambda, and after its time-out in CloudFormation', async () => {
    const { create, events } = customStacks(`(() => { throw new Error('never'); })()`);
    const { status, failure } = await create({ Number: custom({ ServiceTimeout: 600 }) });
    expect(failure?.message).toBe('Number: did not answer in time');
    expect(status).toBe('ROLLBACK_FAILED');
    expect(events()).toHaveLength(6); // three for the creation, three for the deletion
  });

  it('has a type with the prefix Custom::', async () => {
    const typed = (Type: string) => customStacks(obeying).create({ Thing: { ...custom(), Type } });
    expect((await typed('AWS::CloudFormation::CustomResource')).status).toBe('CREATE_COMPLETE');
    await expect(typed('Custom')).rejects.toThrow('the resource type Custom (Test/Thing)');
  });
});
