/**
 * The margin of a claim's lease: how much later than the call that made it everything may come that its healing rests on,
 * in seconds. It is the sum of three: how late a `SendCommand` without an answer still takes effect, how late
 * `ListCommands` then shows the command, and by how much the clocks of functions and of Systems Manager differ. AWS gives
 * no bound for any of them. While their sum is within the margin, no instance gets a second command. The sweep measures
 * it (`LeaseMarginUsedSeconds`), and an alarm goes off at the half.
 */
export const leaseMarginSeconds = 10 * 60;
