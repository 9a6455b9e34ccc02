import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../src/core/service.ts';
import { createStack, deployStack } from '../../src/deployment/deploy-stack.ts';
import { accountId, newCloud, region, roleWith, stackOf, writeBundle } from '../cloud-bench.ts';

const lambdaFunction = (Code: unknown, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'inline',
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code,
    ...more,
  },
});

const deployed = (Code: unknown, more: object = {}) => {
  const { cloud } = newCloud();
  return deployStack(cloud, stackOf({ Role: roleWith(), Function: lambdaFunction(Code, more) })).then(
    () => cloud,
  );
};

describe('the code of a function', () => {
  it('may be a text in the template, also a joined one', async () => {
    const ZipFile = { 'Fn::Join': ['\n', ['exports.handler = async (event) =>', '  event.n * 2;']] };
    const cloud = await deployed({ ZipFile });
    const results: unknown[] = [];
    cloud.lambda.invoke(`arn:aws:lambda:${region}:${accountId}:function:inline`, { n: 21 }, (result) =>
      results.push(result),
    );
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 10_000 });
    expect(results).toEqual([{ ok: true, payload: '42' }]);
  });

  it('in the template has cfn-response, which answers for a custom resource', async () => {
    const ZipFile = `const response = require('cfn-response');
      exports.handler = async (event, context) => {
        const isBad = event.ResourceProperties.Mode === 'bad' && event.RequestType === 'Create';
        await response.send(event, context, isBad ? response.FAILED : response.SUCCESS, { Answer: 42 }, 'thing');
      };`;
    const custom = (Mode: string) => ({
      Type: 'Custom::Thing',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] }, Mode },
    });
    const make = (Mode: string) =>
      createStack(
        newCloud().cloud,
        stackOf({ Role: roleWith(), Function: lambdaFunction({ ZipFile }), Thing: custom(Mode) }),
      );
    const { status, stack } = await make('good');
    expect([
      status,
      stack.resources.get('Thing')?.ref,
      stack.resources.get('Thing')?.attribute('Answer'),
    ]).toEqual([...['CREATE_COMPLETE', 'thing', 42]]);
    const refused = await make('bad');
    expect([refused.status, refused.failure?.message]).toEqual([
      'ROLLBACK_COMPLETE',
      expect.stringContaining('See the details in CloudWatch Log Stream'),
    ]);
  });

  it.each([
    ['an image', { ImageUri: 'x' }, {}, 'ImageUri in the Code of Function'],
    ['no code', {}, {}, 'nothing in the Code of Function'],
    ['layers', { ZipFile: '' }, { Layers: ['arn'] }, 'the property Layers of AWS::Lambda::Function'],
    ['another language', { ZipFile: '' }, { Runtime: 'python3.13' }, 'the Lambda runtime python3.13'],
  ])('refuses %s by the name of its property', async (_, code, more, words) => {
    const refused = deployed(code, more);
    await expect(refused).rejects.toThrow(NotEmulatedError);
    await expect(refused).rejects.toThrow(words);
  });

  it('refuses an asset that is an archive', async () => {
    const folder = writeBundle('');
    const archive = join(folder, 'code.zip');
    writeFileSync(archive, 'PK');
    expect(existsSync(archive)).toBe(true);
    const stack = {
      ...stackOf({ Role: roleWith(), Function: lambdaFunction({ S3Bucket: 'b', S3Key: 'hash.zip' }) }),
      assetFolders: new Map([['hash', archive]]),
    };
    await expect(deployStack(newCloud().cloud, stack)).rejects.toThrow('code in an archive');
  });

  it('refuses a version of a layer, by its type', async () => {
    const layer = { Type: 'AWS::Lambda::LayerVersion', Properties: {} };
    await expect(deployStack(newCloud().cloud, stackOf({ Layer: layer }))).rejects.toThrow(
      'AWS::Lambda::LayerVersion',
    );
  });
});
