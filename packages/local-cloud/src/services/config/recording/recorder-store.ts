import type * as Sdk from '@aws-sdk/client-config-service';
import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import { configArn } from '../config-arns.ts';
import type { RecordingGroup } from './recording-group.ts';

/** The configuration recorder of the account. Times are epoch milliseconds. */
export interface Recorder {
  readonly name: string;
  readonly arn: string;
  roleArn: string;
  group: RecordingGroup;
  /** As it was sent: always continuous. */
  mode: Sdk.RecordingMode;
  isRecording: boolean;
  startedMs: number | undefined;
  stoppedMs: number | undefined;
}

/** Told of each change of what is recorded. */
export type RecorderListener = () => void;

/** The only configuration recorder and the only delivery channel of an account and region. */
export class RecorderStore {
  readonly #host: Host;
  readonly #changed: RecorderListener;
  #recorder: Recorder | undefined;
  #channel: Sdk.DeliveryChannel | undefined;
  #isRecorderExpected = false;

  constructor(host: Host, changed: RecorderListener) {
    this.#host = host;
    this.#changed = changed;
  }

  get recorder(): Recorder | undefined {
    return this.#recorder;
  }

  get channel(): Sdk.DeliveryChannel | undefined {
    return this.#channel;
  }

  /** @throws ServiceError NoSuchConfigurationRecorderException when there is none of that name. */
  find(name: string): Recorder {
    if (this.#recorder?.name === name) return this.#recorder;
    throw new ServiceError(
      'NoSuchConfigurationRecorderException',
      `Cannot find configuration recorder with the specified name '${name}'.`,
    );
  }

  /**
   * Creates the recorder, which does not record yet, or changes its role, group and mode.
   * @throws ServiceError MaxNumberOfConfigurationRecordersExceededException for a second one.
   */
  put({ name, ...asked }: Pick<Recorder, 'name' | 'roleArn' | 'group' | 'mode'>): void {
    if (this.#recorder !== undefined && this.#recorder.name !== name)
      throw new ServiceError(
        'MaxNumberOfConfigurationRecordersExceededException',
        `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`,
      );
    const id = this.#host.random('config/ids').hex(16);
    const arn = configArn(this.#host, `configuration-recorder/${name}/${id}`);
    const none = { isRecording: false, startedMs: undefined, stoppedMs: undefined };
    this.#recorder ??= { name, arn, ...asked, ...none };
    Object.assign(this.#recorder, asked);
    this.#changed();
  }

  /** Lets the recorder record. @throws ServiceError NoAvailableDeliveryChannelException without a channel. */
  start(recorder: Recorder): void {
    if (this.#channel === undefined)
      throw new ServiceError(
        'NoAvailableDeliveryChannelException',
        'Delivery channel is not available to start configuration recorder.',
      );
    if (recorder.isRecording) return;
    recorder.isRecording = true;
    recorder.startedMs = this.#host.timeline.nowMs;
    this.#changed();
  }

  stop(recorder: Recorder): void {
    if (!recorder.isRecording) return;
    recorder.isRecording = false;
    recorder.stoppedMs = this.#host.timeline.nowMs;
    this.#changed();
  }

  /** Deletes the recorder, if it is the one of that name. What it has recorded is forgotten. */
  remove(name: string): void {
    if (this.#recorder?.name !== name) return;
    this.#recorder = undefined;
    this.#changed();
  }

  /** A template makes a recorder besides a channel: CloudFormation tries the channel again until the recorder is there. */
  expectRecorder(): void {
    this.#isRecorderExpected = true;
  }

  /**
   * Creates the delivery channel, or changes it.
   * @throws ServiceError NoAvailableConfigurationRecorderException without a recorder,
   * MaxNumberOfDeliveryChannelsExceededException for a second channel.
   */
  putChannel(channel: Sdk.DeliveryChannel): void {
    if (this.#recorder === undefined && !this.#isRecorderExpected)
      throw new ServiceError(
        'NoAvailableConfigurationRecorderException',
        'Configuration recorder is not available to put delivery channel.',
      );
    if (this.#channel !== undefined && this.#channel.name !== channel.name)
      throw new ServiceError(
        'MaxNumberOfDeliveryChannelsExceededException',
        `Failed to put delivery channel '${channel.name}' because the maximum number of delivery channels: 1 is reached.`,
      );
    this.#channel = channel;
  }

  /** Deletes the channel, if it is the one of that name. A recorder that records stops first. */
  removeChannel(name: string): void {
    if (this.#channel?.name !== name) return;
    if (this.#recorder !== undefined) this.stop(this.#recorder);
    this.#channel = undefined;
  }
}
