import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/service.ts';
import { updateStack } from '../../../src/deployment/deploy-stack.ts';
import { accountId, region, writeBundle } from '../../cloud-bench.ts';
import { custom, customStacks, parameter, standing } from '../custom-stack.ts';

const anyContext = { principal: { kind: 'administrator' }, requestId: '', nowMs: 0 } as const;

describe('an update', () => {
  it('sends a custom resource its new and old properties when they have changed', async () => {
    const { update, events, since, stack } = await standing({ A: custom({ N: 1 }), B: custom({ N: 1 }) });
    const { status, stack: next } = await update({ A: custom({ N: 2 }), B: custom({ N: 1 }) });
    expect(status).toBe('UPDATE_COMPLETE');
    expect(since()).toEqual(['Update A A']);
    expect(events().at(-1)).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'A',
      ResourceProperties: { N: '2' },
      OldResourceProperties: { N: '1' },
    });
    expect(next.resources.get('A')?.attribute('N')).toBe('2');
    expect(stack.resources.get('A')?.attribute('N')).toBe('1');
  });

  it('updates resources that refer to a changed response, in the order of references', async () => {
    const chain = (N: number) => ({
      B: custom({ N: { 'Fn::GetAtt': ['A', 'N'] } }),
      A: custom({ N }),
      Parameter: { ...parameter(''), Properties: { Name: '/app/p', Type: 'String', Value: getN } },
    });
    const getN = { 'Fn::GetAtt': ['B', 'N'] };
    const { update, since, cloud } = await standing(chain(1));
    await update(chain(2));
    expect(since()).toEqual(['Update A A', 'Update B B']);
    expect(cloud.ssm.parameterValue('/app/p')).toBe('2');
  });

  it('creates new resources, and at the end deletes removed ones in reverse order', async () => {
    const { update, since } = await standing({ Old: custom(), Older: custom({}, ['Old']) });
    const { stack } = await update({ New: custom(), Newer: custom({}, ['New']) });
    expect(since()).toEqual(['Create New', 'Create Newer', 'Delete Older Older', 'Delete Old Old']);
    expect([...stack.resources.keys()]).toEqual(['Role', 'Function', 'New', 'Newer']);
  });

  it('deletes the old resource when a custom resource returns another id', async () => {
    const { update, since, events } = await standing({
      A: custom({ Id: 'one' }),
      B: custom({ N: 1 }, ['A']),
    });
    const { stack } = await update({ A: custom({ Id: 'two' }), B: custom({ N: 2 }, ['A']) });
    expect(since()).toEqual(['Update A one', 'Update B B', 'Delete A one']);
    expect(events().at(-1)).toMatchObject({ ResourceProperties: { Id: 'one' } });
    expect(stack.resources.get('A')?.ref).toBe('two');
  });

  it('keeps replaced and removed resources if the policies say so', async () => {
    const kept = { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' };
    const { update, since } = await standing({
      A: { ...custom({ Id: 'one' }), ...kept },
      B: { ...custom(), ...kept },
    });
    await update({ A: { ...custom({ Id: 'two' }), ...kept } });
    expect(since()).toEqual(['Update A one']);
  });

  it('is complete even if its clean-up fails', async () => {
    const { update, lines } = await standing({ A: custom({ Mode: 'failDelete' }) });
    const { status, stack } = await update({ B: custom() });
    expect(status).toBe('UPDATE_COMPLETE');
    expect(stack.resources.has('A')).toBe(false);
    expect(lines.some(({ kind }) => kind === 'cloudformation.failed')).toBe(true);
  });

  it('changes functions, permissions and parameters in place', async () => {
    const policy = (Action: string) => ({
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'more',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
        },
      },
    });
    const { update, cloud, stack } = await standing({
      Policy: policy('ssm:GetParameter'),
      P: parameter('1'),
    });
    const roleArn = String(stack.resources.get('Role')?.attribute('Arn'));
    const may = (action: string) =>
      cloud.access.refusal({ kind: 'role', roleArn }, { action, resource: '*' }) === undefined;
    expect([may('ssm:GetParameter'), may('ssm:PutParameter')]).toEqual([true, false]);
    await update({ Policy: policy('ssm:PutParameter'), P: parameter('2') });
    expect([may('ssm:GetParameter'), may('ssm:PutParameter')]).toEqual([false, true]);
    expect(cloud.ssm.parameterValue('/app/p')).toBe('2');
  });

  it('creates no version of a document for a tag', async () => {
    const tagged = (...Tags: object[]) => {
      const inputs = { runCommand: ['true'] };
      const mainSteps = [{ action: 'aws:runShellScript', name: 'run', inputs }];
      const content = {
        Name: 'Doc',
        UpdateMethod: 'NewVersion',
        Content: { schemaVersion: '2.2', mainSteps },
      };
      return { Document: { Type: 'AWS::SSM::Document', Properties: { ...content, Tags } } };
    };
    const { update, cloud } = await standing(tagged());
    expect((await update(tagged({ Key: 'team', Value: 'a' }))).status).toBe('UPDATE_COMPLETE');
    const { Document } = cloud.ssm.operations.DescribeDocument.run({ Name: 'Doc' }, anyContext);
    expect(Document).toMatchObject({ LatestVersion: '1', DefaultVersion: '1' });
  });

  it('runs the code of a changed function', async () => {
    const { cloud, stack, create } = customStacks();
    const { stack: before } = await create({ A: custom() });
    const folder = writeBundle(`exports.handler = async () => console.log('the new code')`);
    const next = stack({ A: custom({ N: 1, ServiceTimeout: 5 }) });
    const text = JSON.stringify(next.template).replace(/local-bundle-\w+/, folder.split('/').at(-1) ?? '');
    const assetFolders = new Map([...next.assetFolders, [folder.split('/').at(-1) ?? '', folder]]);
    await updateStack(cloud, before, { ...next, assetFolders, template: JSON.parse(text) });
    expect(cloud.observations.linesOf('answering')).toContain('the new code');
  });

  it.each([
    ['nothing has changed', { A: custom() }, 'No updates are to be performed.'],
    [
      'a type has changed',
      { A: { ...custom(), Type: 'Custom::Other' } },
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    ],
  ])('is refused when %s', async (_, next, message) => {
    const { update, since } = await standing({ A: custom() });
    await expect(update(next)).rejects.toThrow(new ServiceError('ValidationError', message));
    expect(since()).toEqual([]);
  });

  it('refuses another function for a custom resource', async () => {
    const { update } = await standing({ A: custom() });
    const ServiceToken = `arn:aws:lambda:${region}:${accountId}:function:other`;
    const { status, failure } = await update({ A: custom({ ServiceToken }) });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failure?.message).toBe('A: Modifying service token is not allowed.');
  });

  it('keeps a resource that a service refuses to change', async () => {
    const rule = (source: unknown) => ({
      Type: 'AWS::Events::Rule',
      Properties: { Name: 'r', EventPattern: { source }, Targets: [] },
    });
    const { update, cloud } = await standing({ Rule: rule(['a']) });
    const { status, failure } = await update({ Rule: rule('no list') });
    expect(failure?.code).toBe('InvalidEventPatternException');
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    const described = cloud.events.operations['DescribeRule']?.run({ Name: 'r' }, anyContext);
    expect(described).toMatchObject({ EventPattern: '{"source":["a"]}' });
  });
});
