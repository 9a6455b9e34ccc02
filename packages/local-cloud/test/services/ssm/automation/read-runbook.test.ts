import { describe, expect, it } from 'vitest';
import { readRunbook } from '../../../../src/services/ssm/automation/read-runbook.ts';

const rest = { name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1S' } };
const read = (mainSteps: unknown, more: object = {}) =>
  readRunbook({ schemaVersion: '0.3', mainSteps, ...more });

describe('a runbook', () => {
  it('is read with what its steps say, and leaves out what they do not', () => {
    const { steps, parameters } = read([{ ...rest, maxAttempts: 3, isEnd: 'true' }], {
      parameters: {
        Ids: { type: 'List<AWS::EC2::Instance::Id>' },
        Flag: { type: 'Boolean', allowedValues: [true] },
      },
    });
    expect(steps[0]).toMatchObject({ name: 'rest', maxAttempts: 3, isEnd: true, nextStep: undefined });
    expect(parameters).toMatchObject({ Ids: { type: 'StringList' }, Flag: { allowedValues: ['true'] } });
  });

  it('of another schema is refused', () => {
    expect(() => read([rest], { schemaVersion: '2.2' })).toThrow(
      expect.objectContaining({ code: 'InvalidDocumentSchemaVersion' }),
    );
  });

  const branch = (choice: object) => ({
    name: 'choose',
    action: 'aws:branch',
    inputs: { Choices: [choice] },
  });
  it.each([
    ['no steps', [], /no mainSteps/],
    ['a name twice', [rest, rest], /rest is there twice/],
    ['a name with a space', [{ ...rest, name: 'a rest' }], /letters, digits and _/],
    ['an unknown action', [{ ...rest, action: 'aws:nap' }], /aws:nap/],
    ['a next step that is not there', [{ ...rest, nextStep: 'none' }], /leads to step none/],
    ['a jump to a step that is not there', [{ ...rest, onFailure: 'step:none' }], /leads to step none/],
    ['an unknown onFailure', [{ ...rest, onFailure: 'Retry' }], /onFailure/],
    ['a circle', [{ ...rest, nextStep: 'rest' }], /circle: rest -> rest/],
    ['an unknown parameter', [{ ...rest, inputs: { Duration: '{{ Time }}' } }], /Time/],
    ['the output of no step', [{ ...rest, inputs: { Duration: '{{ nap.Time }}' } }], /nap\.Time/],
    ['an output without a selector', [{ ...rest, outputs: [{ Name: 'a' }] }], /Selector/],
    ['no attempts', [{ ...rest, maxAttempts: 0 }], /maxAttempts/],
    ['an unknown comparison', [branch({ NextStep: 'rest', Variable: 'a', Equals: 'b' }), rest], /Equals/],
    ['a choice that leads nowhere', [branch({ Variable: 'a', StringEquals: 'b' }), rest], /NextStep/],
    ['a choice of no step', [branch({ NextStep: 'none', Variable: 'a', StringEquals: 'b' }), rest], /none/],
  ])('refuses %s', (_, steps, words) => {
    expect(() => read(steps)).toThrow(
      expect.objectContaining({ code: 'InvalidDocumentContent', message: expect.stringMatching(words) }),
    );
  });
});
