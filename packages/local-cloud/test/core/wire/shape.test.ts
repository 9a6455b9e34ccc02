import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { errorModel, models, operationModel } from '../../../src/core/wire/models.ts';
import { shapeAt, shapesOf, structure } from './shapes.ts';

const modelOf = (service: string) => {
  const model = models.find((candidate) => candidate.service === service);
  if (model === undefined) throw new Error(service);
  return model;
};

const requiredOf = (service: string, operation: string) =>
  [...structure(shapesOf(service, operation).input).members.values()]
    .filter(({ isRequired }) => isRequired)
    .map(({ name }) => name);

describe('a shape of the SDK', () => {
  it.each([
    ['ssm', 'SendCommand', ['DocumentName']],
    ['ssm', 'DescribeInstanceInformation', []],
    ['dynamodb', 'PutItem', ['TableName', 'Item']],
    ['dynamodb', 'BatchExecuteStatement', ['Statements']],
    ['sqs', 'SendMessage', ['QueueUrl', 'MessageBody']],
    ['events', 'PutEvents', ['Entries']],
    ['sns', 'Publish', ['Message']],
    ['ec2', 'DescribeInstances', []],
    ['ec2', 'TerminateInstances', ['InstanceIds']],
  ])('has the required members of %s %s: %j', (service, operation, required) => {
    expect(requiredOf(service, operation)).toEqual(required);
  });

  it('has the required members of a nested structure', () => {
    const statement = structure(
      shapeAt(shapesOf('dynamodb', 'BatchExecuteStatement').input, 'Statements', '[]'),
    );
    expect(statement.members.get('Statement')?.isRequired).toBe(true);
    expect(statement.members.get('Parameters')?.isRequired).toBe(false);
  });

  it('contains itself if the model does', () => {
    const value = shapeAt(shapesOf('dynamodb', 'PutItem').input, 'Item', '[]');
    expect(shapeAt(value, 'L', '[]')).toBe(value);
    expect(shapeAt(value, 'M', '[]', 'L', '[]', 'M', '[]')).toBe(value);
  });

  it('has the kinds of scalars', () => {
    const { input, output } = shapesOf('ssm', 'DescribeInstanceInformation');
    const information = shapeAt(output, 'InstanceInformationList', '[]');
    expect(shapeAt(input, 'MaxResults').kind).toBe('number');
    expect(shapeAt(information, 'LastPingDateTime').kind).toBe('timestamp');
    expect(shapeAt(information, 'IsLatestVersion').kind).toBe('boolean');
    expect(shapeAt(information, 'InstanceId').kind).toBe('string');
    expect(shapeAt(shapesOf('dynamodb', 'PutItem').input, 'Item', '[]', 'B').kind).toBe('blob');
    expect(shapeAt(shapesOf('sqs', 'SendMessage').input, 'MessageAttributes', '[]', 'BinaryValue').kind).toBe(
      'blob',
    );
  });

  it('has the wire names of the query protocols', () => {
    const { input, output } = shapesOf('ec2', 'DescribeInstances');
    expect(structure(input).members.get('Filters')).toMatchObject({ xmlName: 'Filter' });
    expect(structure(output).members.get('Reservations')).toMatchObject({ xmlName: 'reservationSet' });
    expect(shapeAt(output, 'Reservations')).toMatchObject({ itemXmlName: 'item' });
  });

  it('is read once', () => {
    expect(operationModel(modelOf('ssm'), 'SendCommand')).toBe(operationModel(modelOf('ssm'), 'SendCommand'));
  });

  it('refuses an operation that the SDK does not have, and a name that is not an operation', () => {
    for (const name of ['SendCommands', 'SSMClient', 'SendCommandCommand', 'Instance']) {
      expect(() => operationModel(modelOf('ssm'), name), name).toThrow(NotEmulatedError);
    }
  });

  it('of an error has its members and its name in the query protocol', () => {
    const failed = errorModel(modelOf('dynamodb'), 'ConditionalCheckFailedException');
    expect(shapeAt(structure(failed?.shape), 'Item', '[]').kind).toBe('structure');
    expect(errorModel(modelOf('sqs'), 'QueueDoesNotExist')?.queryName).toBe(
      'AWS.SimpleQueueService.NonExistentQueue',
    );
    expect(errorModel(modelOf('dynamodb'), 'ConditionalCheckFailedException')?.queryName).toBeUndefined();
    expect(errorModel(modelOf('ssm'), 'Instance')).toBeUndefined();
  });
});
