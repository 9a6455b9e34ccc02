import { isRecord } from '../../src/core/is-record.ts';
import type { Members, Replay } from './replay.ts';
import { functionWith } from './stacks-of-replays.ts';

const file = 'lambda_/test_lambda_api';
const own = 'arn:aws:lambda:us-east-1:{{Account}}:function';

/** How a function is named, by the name that the recording gives the case. */
const names: Readonly<Record<string, Members>> = {
  invalid_characters_in_function_name: { FunctionName: 'my-function!' },
  function_name_is_single_invalid: { FunctionName: '*' },
  invalid_characters_in_qualifier: { FunctionName: 'my-function', Qualifier: 'invalid!' },
  qualifier_too_long: { FunctionName: 'my-function', Qualifier: 'a'.repeat(129) },
  invalid_account_id_in_partial_arn: { FunctionName: 'invalid-account:function:my-function' },
  invalid_region_in_arn: { FunctionName: 'arn:aws:lambda:invalid-region:{{Account}}:function:my-function' },
  non_lambda_arn: { FunctionName: 'arn:aws:ec2:us-east-1:{{Account}}:instance:i-1234567890abcdef0' },
  function_name_too_long: { FunctionName: 'a'.repeat(65) },
  function_name_too_long_and_invalid_region: {
    FunctionName: `arn:aws:lambda:invalid-region:{{Account}}:function:my-function${'a'.repeat(170)}`,
  },
  full_arn_and_qualifier_too_long_and_invalid_region: {
    FunctionName: `arn:aws:lambda:invalid-region:{{Account}}:function:my-function-${'a'.repeat(170)}`,
    Qualifier: 'a'.repeat(129),
  },
  full_arn_with_multiple_qualifiers: { FunctionName: `${own}:my-function:1:2` },
  incomplete_arn: { FunctionName: own },
  partial_arn_with_extra_qualifier: { FunctionName: 'function:my-function:$LATEST:extra' },
  latest_version_with_additional_qualifier: { FunctionName: `${own}:my-function:$LATEST`, Qualifier: '1' },
  lowercase_latest_qualifier: { FunctionName: `${own}:my-function`, Qualifier: '$latest' },
  missing_region_in_arn: { FunctionName: 'arn:aws:lambda::{{Account}}:function:my-function' },
  missing_account_id_in_arn: { FunctionName: 'arn:aws:lambda:us-east-1::function:my-function' },
  misspelled_latest_in_arn: { FunctionName: `${own}:my-function:$LATES` },
};

/** The recording has the sentences of a validation error by themselves. */
function inSentences({ Error: error }: Members): Members {
  const { Code, Message } = isRecord(error) ? error : {};
  const found = String(Message).match(/Value '.*?' at '.*?' failed to satisfy constraint: .+?(?=;|$)/g);
  return found === null ? { Code, Message } : { Code, Errors: found.sort(), Count: found.length };
}

const refusedNames: readonly Replay[] = Object.entries(names).flatMap(([name, input]) =>
  (
    [
      ['get_function', 'lambda:GetFunction'],
      ['invoke', 'lambda:Invoke'],
    ] as const
  ).map(
    ([method, operation]): Replay => ({
      file,
      test: `TestLambdaFunction::test_function_name_and_qualifier_validation[${name}-${method}]`,
      calls: [[operation, input, `${method}_exception`, { part: inSentences }]],
    }),
  ),
);

const readers = [
  ['get_function', 'lambda:GetFunction'],
  ['get_function_configuration', 'lambda:GetFunctionConfiguration'],
] as const;

const absent: readonly Replay[] = readers.flatMap(([method, operation]): Replay[] => [
  {
    ...{ file, test: `TestLambdaFunction::test_ops_with_arn_qualifier_mismatch[${method}]` },
    calls: [
      [operation, { FunctionName: `${own}:some-function:1`, Qualifier: '$LATEST' }, 'not_match_exception'],
      [operation, { FunctionName: `${own}:some-function:$LATEST`, Qualifier: '$LATEST' }, 'match_exception'],
    ],
  },
  {
    ...{ file, test: `TestLambdaFunction::test_ops_on_nonexisting_version[${method}]` },
    resources: functionWith(),
    calls: [[operation, { FunctionName: '{{Function}}', Qualifier: '1221' }, 'version_not_found_exception']],
  },
  {
    ...{ file, test: `TestLambdaFunction::test_ops_on_nonexisting_fn[${method}]` },
    calls: [[operation, { FunctionName: 'i-dont-exist' }, 'not_found_exception']],
  },
]);

const elsewhere: readonly Replay[] = [...readers, ['invoke', 'lambda:Invoke'] as const].map(
  ([method, operation]): Replay => ({
    ...{ file, test: `TestLambdaFunction::test_get_function_wrong_region[${method}]` },
    resources: functionWith({ FunctionName: 'i-exist' }),
    calls: [
      [
        operation,
        { FunctionName: 'arn:aws:lambda:eu-central-1:{{Account}}:function:i-exist' },
        'wrong_region_exception',
      ],
    ],
  }),
);

const named = { FunctionName: '{{Function}}' };
/** The runtime of the recorded functions is Python's. */
const ofPython = ['Runtime'];
const empty = { Environment: { Variables: {} } };

const second = functionWith({ FunctionName: 'second', ...empty })['Function'];

const shapes: readonly Replay[] = [
  {
    ...{ file, test: 'TestLambdaFunction::test_function_lifecycle', ignored: ofPython },
    resources: functionWith({ MemorySize: 256, Timeout: 5, ...empty }),
    calls: [['lambda:GetFunction', named, 'get_function_response']],
  },
  {
    ...{
      file: 'lambda_/test_lambda',
      test: 'TestLambdaBaseFeatures::test_function_state',
      ignored: ofPython,
    },
    resources: functionWith({ Timeout: 3 }),
    calls: [['lambda:GetFunction', named, 'get-fn-response']],
  },
  {
    ...{ file: 'lambda_/test_lambda', ignored: ofPython },
    test: 'TestLambdaConcurrency::test_lambda_concurrency_update',
    resources: functionWith({ ReservedConcurrentExecutions: 3, ...empty }),
    calls: [['lambda:GetFunction', named, 'get_function_concurrency_info']],
  },
  {
    ...{ file, test: 'TestLambdaFunction::test_invalid_invoke' },
    calls: [
      [
        'lambda:Invoke',
        { FunctionName: 'arn:aws:lambda:us-east-1:123400000000@function:myfn', Payload: '{}' },
        'invoke_function_name_pattern_exc',
      ],
    ],
  },
  {
    ...{ file, test: 'TestLambdaFunction::test_list_functions', ignored: [...ofPython, 'ResponseMetadata'] },
    resources: { ...functionWith({ FunctionName: 'first', ...empty }), Second: second },
    calls: [
      ['lambda:ListFunctions', { FunctionVersion: 'invalid' }, 'list_functions_invalid_functionversion'],
      ['lambda:ListFunctions', {}, 'list_default'],
    ],
  },
];

/** What was recorded of the names of functions, and of what is shown of them. */
export const replaysOfLambdaNames: readonly Replay[] = [...refusedNames, ...absent, ...elsewhere, ...shapes];
