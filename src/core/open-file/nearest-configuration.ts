import {dirname, join, resolve} from 'node:path'
import type {Configuration} from '../configuration/configuration.js'
import {configurationNames, loadConfiguration} from '../configuration/load-configuration.js'
import {areCurrent, stampsOf} from './stamp.js'
import type {Stamps} from './stamp.js'

/** The configuration of the project that a folder is in, as long as its file is the same one. */
export type ConfigurationAt = (folder: string, named: string | undefined) => Promise<Configuration>

/**
 * Create what loads configurations.
 *
 * @returns The same object until a file is another; what it loads throws `UsageError`s.
 */
export function createConfigurations(): ConfigurationAt {
  const loaded = new Map<string, {configuration: Configuration; stamps: Stamps}>()

  return async (folder, named) => {
    const key = `${folder}\0${named ?? ''}`
    const known = loaded.get(key)
    if (known !== undefined && areCurrent(known.stamps)) return known.configuration
    const stamps = stampsOf(named === undefined ? placesAbove(folder) : [resolve(folder, named)])
    const configuration = await loadConfiguration(folder, named)
    loaded.set(key, {configuration, stamps})
    return configuration
  }
}

/** Files that may say something, in a folder and those above it. */
function placesAbove(folder: string): string[] {
  const places = [...configurationNames, 'package.json'].map((name) => join(folder, name))
  const parent = dirname(folder)
  return parent === folder ? places : [...places, ...placesAbove(parent)]
}
