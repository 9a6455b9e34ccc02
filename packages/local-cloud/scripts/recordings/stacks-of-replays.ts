import type { Members } from './replay.ts';

const trusting = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

/** A role that may do everything, for a service. */
function roleFor(service: string): Members {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trusting(service),
      Policies: [{ PolicyName: 'all', PolicyDocument: document }],
    },
  };
}

/** A function and its role, with the bundle of the replay. */
export function functionWith(properties: Members = {}): Members {
  return {
    Role: roleFor('lambda.amazonaws.com'),
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...{ Runtime: 'nodejs24.x', Handler: 'handler.handler', Timeout: 30, MemorySize: 128 },
        ...{ Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: '{{bundle}}' },
        ...properties,
      },
    },
  };
}

/** A queue. */
export function queueWith(properties: Members = {}): Members {
  return { Type: 'AWS::SQS::Queue', Properties: properties };
}
