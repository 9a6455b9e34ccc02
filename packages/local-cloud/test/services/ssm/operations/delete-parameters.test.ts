import { describe, expect, it } from 'vitest';
import { PretendWorld } from '../../ec2/pretend-world.ts';

function worldWith(...names: string[]): PretendWorld {
  const world = new PretendWorld();
  for (const Name of names) world.call(world.ssm, 'PutParameter', { Name, Value: 'v', Type: 'String' });
  return world;
}

describe('DeleteParameters', () => {
  it('deletes what there is, and lists what there is not', () => {
    const world = worldWith('/a', '/b', '/c');
    expect(world.call(world.ssm, 'DeleteParameters', { Names: ['/a', '/none', '/b', '/a'] })).toEqual({
      DeletedParameters: ['/a', '/b'],
      InvalidParameters: ['/none'],
    });
    expect(world.refusal(world.ssm, 'GetParameter', { Name: '/a' }).code).toBe('ParameterNotFound');
    expect(world.call(world.ssm, 'GetParameter', { Name: '/c' })).toMatchObject({
      Parameter: { Value: 'v' },
    });
  });

  it('refuses no name, and more than ten', () => {
    const world = worldWith();
    for (const count of [0, 11]) {
      const Names = Array.from({ length: count }, (_, n) => `/p${n}`);
      expect(world.refusal(world.ssm, 'DeleteParameters', { Names }).code).toBe('ValidationException');
    }
  });

  it('asks IAM about each parameter', () => {
    const world = worldWith();
    const operation = world.ssm.operations['DeleteParameters'];
    const context = { principal: { kind: 'administrator' } as const, requestId: 'r', nowMs: 0 };
    expect(operation?.authorize({ Names: ['/a', 'b'] }, context)).toMatchObject([
      { action: 'ssm:DeleteParameters', resource: expect.stringMatching(/:parameter\/a$/) },
      { action: 'ssm:DeleteParameters', resource: expect.stringMatching(/:parameter\/b$/) },
    ]);
  });
});
