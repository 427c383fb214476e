/** Whether a command of a block runs, and whether what it does stays. */
import type {Chance} from '../../../parse/postgres/plpgsql.js'
import type {Command} from '../../script.js'

export const sure: Chance = {conditional: false, doubtful: false}

/** For each row of a query, of which there may be none. */
export const perhaps: Chance = {conditional: true, doubtful: true}

/** Of a part that stands in another. */
export const lesser = (a: Chance, b: Chance): Chance => ({
  conditional: a.conditional || b.conditional,
  doubtful: a.doubtful || b.doubtful
})

/** What a command says of it. */
export const words = ({conditional, doubtful}: Chance): Pick<Command, 'conditional' | 'doubtful'> => ({
  ...(conditional ? {conditional} : {}),
  ...(doubtful ? {doubtful} : {})
})
