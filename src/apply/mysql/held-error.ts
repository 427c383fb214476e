/** Asking for a lock would be in vain, as far as anybody can tell: it was not done, and nobody had to wait for it. */
export class HeldError extends Error {
  override name = 'HeldError'
}
