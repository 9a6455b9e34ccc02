import { expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/service.ts';
import { describeError } from '../../../src/core/wire/common-errors.ts';
import { models } from '../../../src/core/wire/models.ts';

const describedBy = (service: string, code: string) => {
  const model = models.find((each) => each.service === service);
  return model === undefined ? {} : describeError(model, new ServiceError(code, 'why'));
};

it('has the namespaces of the framework on DynamoDB, as recorded', () => {
  expect(describedBy('dynamodb', 'ValidationException')).toEqual({
    ...{ __type: 'com.amazon.coral.validate#ValidationException', message: 'why' },
  });
  for (const code of ['SerializationException', 'AccessDeniedException'])
    expect(describedBy('dynamodb', code)).toEqual({
      __type: `com.amazon.coral.service#${code}`,
      Message: 'why',
    });
  expect(describedBy('dynamodb', 'ResourceNotFoundException')).toEqual({
    ...{ __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'why' },
  });
});

it('has that of the service elsewhere', () => {
  expect(describedBy('ssm', 'ValidationException')).toEqual({
    ...{ __type: 'com.amazonaws.ssm#ValidationException', message: 'why' },
  });
});
