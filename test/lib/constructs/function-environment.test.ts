import { App, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';
import { json, text, wholeNumber } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { environmentOf } from '../../../lib/constructs/function-environment.ts';

const form = z.object({
  table: text,
  days: wholeNumber,
  names: json(z.array(z.string())),
  versions: json(z.record(z.string(), z.string())),
});
const many = Array.from({ length: 200 }, (_, index) => `profile-${index}`);

/** The environment in the template of a stack. `version` is the version of one document. */
const environment = (names: string[], version?: string) => {
  const stack = new Stack(new App(), 'Stack');
  const resource = new CfnResource(stack, 'Reader', { type: 'Custom::Reader' });
  const versions = { a: version ?? Fn.getAtt(resource.logicalId, 'Version').toString(), b: many.join() };
  const variables: unknown = stack.resolve(
    environmentOf(stack, form, { table: 't', days: 3, names, versions }),
  );
  return variables;
};

describe('the environment of a function', () => {
  it('is read as it was written', () => {
    const variables = z.record(z.string(), z.string()).parse(environment(many, '7'));
    expect(readSettings(form, variables)).toEqual({
      table: 't',
      days: 3,
      names: many,
      versions: { a: '7', b: many.join() },
    });
  });

  it('has long settings packed and short ones as they are', () => {
    expect(environment(many, '7')).toMatchObject({
      MUSTER_NAMES: expect.stringMatching(/^deflate:[A-Za-z0-9+/=]{100,700}$/),
    });
    expect(environment(['a'], '7')).toMatchObject({ MUSTER_NAMES: '["a"]' });
  });

  it('has settings with a value of the deployment as they are, however long', () => {
    const { MUSTER_VERSIONS } = z.looseObject({ MUSTER_VERSIONS: z.unknown() }).parse(environment(['a']));
    expect(JSON.stringify(MUSTER_VERSIONS)).toContain('{"Fn::GetAtt":["Reader","Version"]}');
    expect(JSON.stringify(MUSTER_VERSIONS)).toContain('profile-199');
  });
});
