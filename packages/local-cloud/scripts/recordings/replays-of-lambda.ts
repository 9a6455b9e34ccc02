import type { Call, Members, Replay } from './replay.ts';
import { functionWith, queueWith } from './stacks-of-replays.ts';

const file = 'lambda_/test_lambda';
const none = 'exports.handler = async (event) => { console.log(JSON.stringify(event)); };';
const echo = 'exports.handler = async (event) => { console.log(JSON.stringify(event)); return event; };';
/** What Python calls every error. */
const failing = (message: string) =>
  `exports.handler = async () => { const error = new Error('${message}'); error.name = 'Exception'; throw error; };`;
const waiting = `exports.handler = async ({ wait, sleep = wait }) => {
  if (sleep !== undefined) await new Promise((resolve) => setTimeout(resolve, sleep * 1000));
  return null;
};`;

/** What Python and Node.js say differently: where an error was, and in which runtime. */
const ofPython = ['Runtime', 'stackTrace', 'trace', 'requestId', 'AWS_EXECUTION_ENV'];
const named = { FunctionName: '{{Function}}' };
const invoke = (input: Members, recorded: string): Call => [
  'lambda:Invoke',
  { ...named, ...input },
  recorded,
];

interface Told {
  readonly bundle?: string;
  readonly properties?: Members;
  readonly ignored?: readonly string[];
}

function replay(
  test: string,
  calls: readonly Call[],
  { bundle = echo, properties, ignored = ofPython }: Told = {},
): Replay {
  return { file, test, bundle, resources: functionWith(properties), calls, ignored };
}

const events: readonly Replay[] = ['python3.10', 'nodejs16.x'].flatMap((runtime) => [
  replay(`TestLambdaFeatures::test_invocation_with_logs[${runtime}]`, [
    invoke({ Payload: '{}', LogType: 'Tail' }, 'invoke'),
  ]),
  replay(`TestLambdaFeatures::test_invocation_type_request_response[${runtime}]`, [
    invoke(
      { FunctionName: '{{Function.Arn}}', Payload: '{}', InvocationType: 'RequestResponse' },
      'invoke-result',
    ),
  ]),
  replay(`TestLambdaFeatures::test_invocation_type_event[${runtime}]`, [
    invoke({ Payload: '{}', InvocationType: 'Event' }, 'invoke-result'),
  ]),
  replay(`TestLambdaFeatures::test_invocation_type_dry_run[${runtime}]`, [
    invoke({ Payload: '{}', InvocationType: 'DryRun' }, 'invoke-result'),
  ]),
]);

const withoutAnswer: readonly Replay[] = ['python', 'nodejs'].flatMap((runtime) =>
  ['RequestResponse', 'Event'].map((type) =>
    replay(
      `TestLambdaFeatures::test_invocation_type_no_return_payload[${runtime}-${type}]`,
      [invoke({ Payload: '{}', InvocationType: type }, 'invoke-result')],
      { bundle: none },
    ),
  ),
);

/** The lines that a call wrote, as the recordings have them. */
const tail = ({ LogResult: log }: Members) => ({
  logs: Buffer.from(String(log), 'base64')
    .toString('utf8')
    .split(/(?<=\n)/),
});

const logs: readonly Replay[] = [
  replay('TestLambdaFeatures::test_invocation_with_logs[nodejs16.x]', [
    ['lambda:Invoke', { ...named, Payload: '{}', LogType: 'Tail' }, 'logs', { part: tail }],
  ]),
];

const tooLarge = { Payload: '{}' };
const errors: readonly Replay[] = [
  {
    ...{ file, test: 'TestLambdaFeatures::test_invoke_exceptions' },
    calls: [['lambda:Invoke', { FunctionName: 'doesnotexist' }, 'invoke_function_doesnotexist']],
  },
  replay('TestLambdaErrors::test_lambda_handler_error', [invoke({}, 'invocation_error')], {
    bundle: failing('Handler fails'),
  }),
  ...['runtime', 'handler'].map((where) =>
    replay(`TestLambdaErrors::test_lambda_${where}_exit`, [invoke({}, 'invocation_error')], {
      bundle: where === 'runtime' ? 'process.exit(0);' : 'exports.handler = async () => process.exit(0);',
    }),
  ),
  replay('TestLambdaErrors::test_lambda_runtime_error', [invoke({}, 'invocation_error')], {
    bundle: "const error = new Error('Runtime startup fails'); error.name = 'Exception'; throw error;",
  }),
  ...[
    ['body', 'n\\x87r\\x9e\\xe9\\xb5\\xd7I\\xee\\x9bmt', 'bodyp57p7XXee6bbXQ='],
    ['message', '\\x99\\xeb,j\\x07\\xa1zYh', 'messag'],
  ].map(([label = '', shown = '']) =>
    replay(`TestLambdaErrors::test_lambda_invoke_payload_encoding_error[${label}-${shown}]`, [
      invoke({ Payload: `base64:${bytesOf(shown)}` }, `invoke_function_invalid_payload_${label}`),
    ]),
  ),
  replay(
    'TestLambdaBaseFeatures::test_lambda_too_large_response',
    [invoke(tooLarge, 'invoke_result'), invoke(tooLarge, 'invoke_result_2')],
    { bundle: `exports.handler = async () => 'a'.repeat(${7 * 1024 * 1024});` },
  ),
  replay(
    'TestLambdaBehavior::test_lambda_invoke_with_timeout',
    [invoke({ Payload: '{"wait":2}' }, 'invoke-result')],
    {
      ...{ bundle: waiting, properties: { Timeout: 1 } },
    },
  ),
  replay(
    'TestLambdaBehavior::test_lambda_invoke_no_timeout',
    [invoke({ Payload: '{"wait":1}' }, 'invoke-result')],
    {
      ...{ bundle: waiting, properties: { Timeout: 2 } },
    },
  ),
  replay('TestLambdaConcurrency::test_lambda_concurrency_block', [
    invoke({ Payload: '{"hello":"world"}', Qualifier: '$LATEST' }, 'invoke_latest_before_block'),
  ]),
  replay(
    'TestLambdaConcurrency::test_reserved_concurrency_async_queue',
    [
      ['lambda:GetFunctionConfiguration', { ...named, Qualifier: '$LATEST' }, 'fn'],
      invoke({ Payload: '{}' }, 'too_many_requests_exc'),
    ],
    { properties: { ReservedConcurrentExecutions: 0, Environment: { Variables: {} } } },
  ),
];

/** The bytes of a text in which Python has written some of them as `\x87`. */
function bytesOf(shown: string): string {
  const text = shown.replace(/\\x(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1').toString('base64');
}

const introspection = `exports.handler = async (event, context) => ({
  environment: process.env,
  ctx: {
    function_name: context.functionName,
    function_version: context.functionVersion,
    invoked_function_arn: context.invokedFunctionArn,
    memory_limit_in_mb: context.memoryLimitInMb,
    aws_request_id: context.awsRequestId,
    log_group_name: context.logGroupName,
    log_stream_name: context.logStreamName,
    remaining_time_in_millis: context.getRemainingTimeInMillis(),
  },
  packages: [],
});`;
const payload = ({ Payload: text }: Members): unknown => JSON.parse(String(text));
const uncaught = "exports.handler = async (event) => { throw Error('Error: ' + event.error_msg); };";
const es6 = `exports.handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify(\`response from localstack lambda: \${JSON.stringify(event)}\`),
});`;

const runtimes: readonly Replay[] = ['nodejs22.x', 'nodejs24.x'].flatMap((runtime) => {
  const properties = { Runtime: runtime, Handler: 'index.handler', MemorySize: 1024, Timeout: 3 };
  const common = { file: 'lambda_/test_lambda_common', ignored: [] };
  const simple = { Payload: '{"simple": "payload"}' };
  return [
    {
      ...{ ...common, test: `TestLambdaRuntimesCommon::test_introspection_invoke[${runtime}]` },
      bundle: introspection,
      resources: functionWith({ ...properties, Environment: { Variables: { TEST_KEY: 'TEST_VAL' } } }),
      calls: [
        ['lambda:Invoke', { ...named, ...simple }, 'invocation_result_payload', { part: payload }],
        [
          ...(['lambda:Invoke', { FunctionName: '{{Function.Arn}}:$LATEST', ...simple }] as const),
          'invocation_result_payload_qualified',
          { part: payload },
        ],
      ],
    },
    {
      ...{ ...common, test: `TestLambdaRuntimesCommon::test_uncaught_exception_invoke[${runtime}]` },
      bundle: uncaught,
      resources: functionWith(properties),
      calls: [invoke({ Payload: '{"error_msg": "some_error_msg"}' }, 'error_result')],
    },
    {
      ...{ ...common, file: 'lambda_/test_lambda_runtimes' },
      test: `TestNodeJSRuntimes::test_invoke_nodejs_es6_lambda[${runtime}]`,
      bundle: es6,
      resources: functionWith(properties),
      calls: [invoke({ Payload: '{"event_type":"test_lambda"}' }, 'invocation-result')],
    },
  ];
});

const forwarding = `exports.handler = async (event, context) => {
  if ('raise_error' in event) {
    const error = new Error('Test exception (this is intentional)');
    error.name = 'Exception';
    throw error;
  }
  return {
    event,
    context: {
      invoked_function_arn: context.invokedFunctionArn,
      function_version: context.functionVersion,
      function_name: context.functionName,
      memory_limit_in_mb: context.memoryLimitInMB,
      aws_request_id: context.awsRequestId,
      log_group_name: context.logGroupName,
      log_stream_name: context.logStreamName,
      client_context: context.clientContext ?? null,
    },
  };
};`;
const toQueue = { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } };
const destination = (config: Members, onBoth = true) => ({
  Config: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      ...{ FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST' },
      DestinationConfig: { ...(onBoth ? { OnSuccess: toQueue } : {}), OnFailure: toQueue },
      ...config,
    },
  },
});
const receive = (recorded: string, input: Members = {}): Call => [
  ...(['sqs:ReceiveMessage', { QueueUrl: '{{Queue}}', WaitTimeSeconds: 2, ...input }, recorded] as const),
];
const later = (Payload: string, seconds: number): readonly Call[] => [
  invoke({ Payload, InvocationType: 'Event' }, '='),
  ['pass', { seconds }],
];
const destined = 'lambda_/test_lambda_destinations';

const destinations: readonly Replay[] = [
  {
    ...{
      file: destined,
      test: 'TestLambdaDLQ::test_dead_letter_queue',
      bundle: forwarding,
      ignored: ofPython,
    },
    resources: {
      ...functionWith({ DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } }),
      Queue: queueWith(),
    },
    calls: [
      ...later('{"raise_error": 1}', 400),
      receive('receive_result', { MessageAttributeNames: ['All'] }),
      invoke({ Payload: '{"raise_error": 1}', LogType: 'Tail' }, 'invoke_result'),
    ],
  },
  ...(
    [
      ['test_assess_lambda_destination_invocation[payload0]', '{}', { MaximumRetryAttempts: 0 }],
      [
        'test_assess_lambda_destination_invocation[payload1]',
        '{"raise_error": 1}',
        { MaximumRetryAttempts: 0 },
      ],
      ['test_lambda_destination_default_retries', '{"raise_error": 1}', {}],
    ] as const
  ).map(([test, sent, config]) => ({
    ...{ file: destined, test: `TestLambdaDestinationSqs::${test}`, bundle: forwarding, ignored: ofPython },
    resources: { ...functionWith(), Queue: queueWith(), ...destination(config) },
    calls: [...later(sent, 400), receive('receive_message_result', { MessageAttributeNames: ['All'] })],
  })),
  {
    ...{ file: destined, test: 'TestLambdaDestinationSqs::test_retries', ignored: ofPython },
    bundle: failing('intentional failure'),
    resources: { ...functionWith(), Queue: queueWith(), ...destination({ MaximumRetryAttempts: 2 }, false) },
    calls: [
      ...later('{"message":"m"}', 400),
      receive('=', { VisibilityTimeout: 0 }),
      receive('queue_destination_payload', { VisibilityTimeout: 1, AttributeNames: ['All'] }),
    ],
  },
];

/** What was recorded of calls of functions, and of what became of their answers. */
export const replaysOfLambda: readonly Replay[] = [
  ...events,
  ...withoutAnswer,
  ...logs,
  ...errors,
  ...runtimes,
  ...destinations,
];
