import type { Call, Members, Replay } from './replay.ts';
import { queueWith } from './stacks-of-replays.ts';

const to = { QueueUrl: '{{Queue}}' };

/** A queue whose messages become dead letters after one receive. */
const pipe = {
  Dead: queueWith(),
  Other: queueWith(),
  Queue: queueWith({
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 1 },
  }),
};
const dead = [
  ...['message-1', 'message-2'].map((MessageBody): Call => ['sqs:SendMessage', { ...to, MessageBody }]),
  ...[1, 2, 3, 4].map((): Call => ['sqs:ReceiveMessage', { ...to, VisibilityTimeout: 0 }]),
];
const start = (input: Members, recorded: string): Call => [
  ...(['sqs:StartMessageMoveTask', { SourceArn: '{{Dead.Arn}}', ...input }, recorded] as const),
];
const list = (recorded: string): Call => [
  ...(['sqs:ListMessageMoveTasks', { SourceArn: '{{Dead.Arn}}' }, recorded] as const),
];
const handle = (taskId: string, sourceArn: string) =>
  Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
const cancel = (TaskHandle: string): Call => ['sqs:CancelMessageMoveTask', { TaskHandle }, 'error'];

/** What was recorded of move tasks. */
export const replaysOfMoveTasks: readonly Replay[] = (
  [
    ['test_cancel_with_invalid_task_handle', [cancel('foobared')]],
    [
      'test_cancel_with_invalid_source_arn_in_task_handle',
      [
        cancel(
          handle(
            '10f57157-fc38-4da9-a113-4de7e12d05dd',
            'arn:aws:sqs:us-east-1:878966065785:test-queue-doesnt-exist-123456',
          ),
        ),
      ],
    ],
    [
      'test_source_needs_redrive_policy',
      [start({ SourceArn: '{{Other.Arn}}', DestinationArn: '{{Queue.Arn}}' }, 'error')],
    ],
    ['test_destination_needs_to_exist', [start({ DestinationArn: '{{Other.Arn}}doesntexist' }, 'error')]],
    [
      'test_basic_move_task_workflow',
      [
        ...dead,
        start({ DestinationArn: '{{Other.Arn}}' }, 'start-message-move-task-response'),
        ['pass', { seconds: 5 }],
        list('list-message-move-task-response'),
      ],
    ],
    [
      'test_move_task_workflow_with_default_destination',
      [
        ...dead,
        start({}, 'start-message-move-task-response'),
        ['pass', { seconds: 5 }],
        list('list-message-move-task-response'),
      ],
    ],
    [
      'test_move_task_with_throughput_limit',
      [
        ...dead,
        start(
          { DestinationArn: '{{Other.Arn}}', MaxNumberOfMessagesPerSecond: 1 },
          'start-message-move-task-response',
        ),
      ],
    ],
  ] as const
).map(([test, calls]) => ({ file: 'sqs/test_sqs_move_task', test, resources: pipe, calls }));
