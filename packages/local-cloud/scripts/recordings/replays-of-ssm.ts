import type { Members, Replay } from './replay.ts';

const file = 'ssm/test_ssm';
const parameter = ({ Parameter: shown }: Members) => shown;

/** What was recorded of parameters. */
export const replaysOfSsm: readonly Replay[] = [
  {
    ...{ file, test: 'TestSSM::test_get_parameter_by_arn' },
    calls: [
      ['ssm:PutParameter', { Name: 'param-1', Value: 'test', Type: 'String' }, '='],
      ['ssm:GetParameter', { Name: 'param-1' }, '=named'],
      ['ssm:GetParameter', { Name: '{{#named.Parameter.ARN}}' }, 'Parameter', { part: parameter }],
    ],
  },
  {
    ...{ file, test: 'TestSSM::test_parameters_with_path' },
    calls: [
      [
        'ssm:PutParameter',
        { Name: '/test/param-1', Description: 'test', Value: '123', Type: 'String' },
        'put-parameter-response',
      ],
      ['ssm:GetParameter', { Name: '/test/param-1' }, 'get-parameter-response'],
      [
        'ssm:GetParameter',
        { Name: '{{#get-parameter-response.Parameter.ARN}}' },
        'get-parameter-by-arn-response',
      ],
      ['ssm:GetParameters', { Names: ['/test/param-1'] }, 'get-parameters-response'],
      [
        'ssm:GetParameters',
        { Names: ['{{#get-parameter-response.Parameter.ARN}}'] },
        'get-parameters-by-arn-response',
      ],
    ],
  },
];
