import { AddTagsToResourceCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createOutsideTagging } from '../../../../../lambdas/shared/clients/fleet/tag-outside-nodes.ts';

const ssm = mockClient(SSMClient);
afterEach(() => ssm.reset());
afterAll(() => ssm.restore());
const tagging = createOutsideTagging(new SSMClient({ region: 'eu-west-1' }));
const named = (name: string) => Object.assign(new Error(name), { name });
const nodeId = (number: number) => `mi-${String(number).padStart(17, '0')}`;
const resource = (number: number) => ({
  ResourceId: nodeId(number),
  ResourceType: 'ManagedInstance' as const,
});

it('sets tags, tells a node that has too many, and leaves out one that was deregistered', async () => {
  ssm.on(AddTagsToResourceCommand).resolves({});
  ssm.on(AddTagsToResourceCommand, resource(0)).rejects(named('TooManyTagsError'));
  ssm.on(AddTagsToResourceCommand, resource(1)).rejects(named('InvalidResourceId'));
  const refused = await tagging.set({ Role: 'web', Rack: '7' }, [0, 1, 2].map(nodeId));
  expect(refused).toEqual(new Map([[nodeId(0), 'TooManyTagsError']]));
  expect(ssm.commandCalls(AddTagsToResourceCommand)[2]?.args[0].input).toEqual({
    ...resource(2),
    Tags: [
      { Key: 'Role', Value: 'web' },
      { Key: 'Rack', Value: '7' },
    ],
  });
});

it('fails when it may not change them', async () => {
  ssm.on(AddTagsToResourceCommand).rejects(named('AccessDeniedException'));
  await expect(tagging.set({ Role: 'web' }, [nodeId(0)])).rejects.toThrow('AccessDeniedException');
});
