/** Put in by the build. */
declare const SQLSAFE_VERSION: string | undefined

/** Of this program; from the sources it has none. */
export const version = typeof SQLSAFE_VERSION === 'string' ? SQLSAFE_VERSION : '0.0.0'
