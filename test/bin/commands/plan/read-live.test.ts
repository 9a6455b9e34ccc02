import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { readEnvironments } from '../../../../bin/commands/plan/read-live.ts';

const lambda = mockClient(LambdaClient);
beforeEach(() => lambda.reset());
afterAll(() => lambda.restore());

const functionNames = { onboard: 'one', sweep: 'two' };
const read = () => readEnvironments({ region: 'us-east-1' }, { functionNames });

it('reads the settings of both functions from Lambda', async () => {
  lambda
    .on(GetFunctionConfigurationCommand, { FunctionName: 'one' })
    .resolves({ Environment: { Variables: { A: '1' } } })
    .on(GetFunctionConfigurationCommand, { FunctionName: 'two' })
    .resolves({ Environment: { Variables: { B: '2' } } });
  expect(await read()).toEqual({ onboard: { A: '1' }, sweep: { B: '2' } });
});

it('says that the deployed version is too old when it does not name its functions', async () => {
  await expect(readEnvironments({}, { functionNames: undefined })).rejects.toThrow(
    /does not name its functions, .* deploy this version once with the configuration that is deployed, then ask again$/,
  );
});

it('says why Lambda shows no settings, such as a key that may not be used', async () => {
  const refusal = {
    ErrorCode: 'AccessDeniedException',
    Message: 'Lambda was unable to decrypt the variables',
  };
  lambda.on(GetFunctionConfigurationCommand).resolves({ Environment: { Error: refusal } });
  await expect(read()).rejects.toThrow(
    'Lambda does not show the settings of one: Lambda was unable to decrypt the variables',
  );
});

it('says which action is denied, and which policy gives it', async () => {
  const message =
    'User: a is not authorized to perform: lambda:GetFunctionConfiguration on resource: arn:x because no policy allows it';
  lambda
    .on(GetFunctionConfigurationCommand)
    .rejects(Object.assign(new Error(message), { name: 'AccessDeniedException' }));
  await expect(read()).rejects.toThrow(
    'these credentials may not do lambda:GetFunctionConfiguration on arn:x: attach the policy of /muster/operators/read-policy-arn',
  );
});
