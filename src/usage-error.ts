/**
 * Something that the user can mend: a wrong option, an unreadable configuration, a file that is not
 * there. Commands print the message as one line and end with exit code 2.
 */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly exitCode = 2
}
