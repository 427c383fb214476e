/**
 * The peers that the bench runs beside ours. They are installed when it first runs, not with the
 * project: squawk's programs for each platform would stand in everybody's lockfile.
 */
import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from '../../scripts/build/options.js'

const versions = {'squawk-cli': '2.66.0', '@flvmnt/pgfence': '0.1.5'}
const folder = join(root, 'node_modules/.cache/bench-peers')

/**
 * The folder with the peers' commands, installed where they are not yet.
 *
 * @throws {Error} When npm cannot install them.
 */
export function installPeers(): string {
  const commands = join(folder, 'node_modules/.bin')
  if (!existsSync(join(commands, 'squawk')) || !existsSync(join(commands, 'pgfence'))) {
    mkdirSync(folder, {recursive: true})
    writeFileSync(join(folder, 'package.json'), JSON.stringify({private: true, dependencies: versions}))
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], {cwd: folder, stdio: 'inherit'})
  }
  return commands
}
