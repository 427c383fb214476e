import type {PeerReader} from './peer-settings.js'

/** https://kaaveland.github.io/eugene/: it is told everything on the command line. */
export const eugene: PeerReader = {
  name: 'eugene',
  only: 'postgres',
  peer: 'eugene',
  files: [],
  read: () => ({
    off: [],
    on: new Map(),
    configuration: {},
    notes: [
      'eugene has no configuration file: what its command line ignores by `-i` is switched off by `rules` (`sqlsafe rules` tells which rule covers what).'
    ]
  })
}
