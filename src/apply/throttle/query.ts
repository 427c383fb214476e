import {defineThrottle} from '../throttle.js'

/** The user's own signal: its first value decides, and one that is none makes batches wait. */
export const query = defineThrottle({
  name: 'query',
  summary: 'what a query of yours says: true or above 0 makes batches wait',
  create:
    () =>
    async ({connection, settings: {throttleQuery}}) => {
      if (throttleQuery === undefined) return undefined
      const [row] = await connection.query(throttleQuery)
      const [value] = Object.values(row ?? {})
      if (value === undefined || value === null) return 'the throttle query gave no value'
      if (value === '') return 'the throttle query gave an empty text'
      if (/^(?:f|false)$/i.test(value) || Number(value) <= 0) return undefined
      return `the throttle query gave ${value}`
    }
})
