/** Which servers the tests have really run, so that what they saw is more than documented. */
import type {Dialect, Server, Version} from '../../server/server.js'
import {inVersions, parseVersion} from '../../server/server.js'
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

/** The release series of a dialect that the tests have run. */
export function observedOn(dialect: Dialect): Version[] {
  return observed.filter((each) => each.dialect === dialect).map(({versions}) => parseVersion(versions.slice(2)))
}
