import { describe, expect, it } from 'vitest';
import { synthesizeStack } from '../../synthesize.ts';
import { parametersExample } from './example.ts';

describe('a parameter in the clear', () => {
  const withNames = synthesizeStack('MusterParameters', { parameters: parametersExample });

  it('is made only when its name is found to be free, as is all else of its application', () => {
    const [check = ''] = Object.keys(withNames.findResources('Custom::MusterParameterNames'));
    const made = ['AWS::KMS::Key', 'Custom::MusterSecureParameter'].flatMap((type) =>
      Object.values(withNames.findResources(type)),
    );
    const parameters = Object.values(withNames.findResources('AWS::SSM::Parameter'));
    for (const { DependsOn } of [...made, ...parameters])
      expect(DependsOn).toEqual(expect.arrayContaining([check]));
    expect(made.length + parameters.length).toBeGreaterThan(5);
  });

  it('is looked for by its name; a tree of secrets alone needs nobody who looks', () => {
    const secret = { secret: true } as const;
    const both = synthesizeStack('MusterParameters', {
      parameters: { tree: { a: { b: { prod: { z: 'x', a: ['x'], s: secret } } } } },
    });
    const [check] = Object.values(both.findResources('Custom::MusterParameterNames'));
    expect(check?.['Properties'].Names).toEqual(['/a/b/prod/a', '/a/b/prod/z']);
    const secrets = synthesizeStack('MusterParameters', {
      parameters: { tree: { a: { b: { prod: { s: secret } } } } },
    });
    expect(secrets.findResources('Custom::MusterParameterNames')).toEqual({});
  });
});
