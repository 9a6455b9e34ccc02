/** The end of each message of a step that failed or took too long. */
const guide = 'Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';

/** What a step of an API call is said to do. */
export const executing = 'Execute/Cancelling action';

/** The message of a step that failed while it did something. */
export function failsWhen(doing: string, reason: string): string {
  return `Step fails when it is ${doing}. ${reason.replace(/\.$/, '')}. ${guide}`;
}

/** The message of a step that took too long for something. */
export function timedOutWhile(doing: string): string {
  return `Step timed out while step is ${doing}. ${guide}`;
}
