/** Which servers the tests have really run, so that what they saw is more than documented. */
import type {Server} from '../../core/server.js'
import {inVersions} from '../../core/server.js'
import type {Confidence} from '../effect.js'

const observed: ReadonlyArray<{dialect: Server['dialect']; versions: string}> = [
  {dialect: 'mysql', versions: '>=9.7 <9.8'},
  {dialect: 'mariadb', versions: '>=10.11 <10.12'},
  {dialect: 'mariadb', versions: '>=11.8 <11.9'}
]

/** How sure a fact is on a server. */
export function confidenceOn(server: Server, proof: 'observed' | 'documented'): Confidence {
  if (proof === 'documented') return 'documented'
  const ran = observed.some(({dialect, versions}) => dialect === server.dialect && inVersions(server.version, versions))
  return ran ? 'observed' : 'documented'
}
