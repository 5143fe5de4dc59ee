/** Exit codes of `tideline`; stable, and documented in the help text. */
export const EXIT = {
  /** The response ended, or a rule ended it. Also when the reader of stdout went away. */
  ok: 0,
  /** HTTP status of 400 or more, with `--fail` only; mistakes that `check` found. */
  httpStatus: 1,
  /** The command line is wrong; nothing was sent. */
  usage: 2,
  /** No response, or one that was cut off. Also when a port cannot be taken. */
  network: 3,
  /** stdout could not be written, for example because the disk is full. */
  output: 4,
  /** The filter took too long; the stream was ended. */
  filter: 5,
  /** SIGINT. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Exit code for a run that a signal ended; the signal's name is the abort reason. */
export function toSignalExitCode(interrupt: AbortSignal): ExitCode {
  return interrupt.reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}
