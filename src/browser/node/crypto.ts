/** `node:crypto` for browsers, whose own digests cannot be had at once, as those of Node are. */
import {sha256} from '@noble/hashes/sha2.js'
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js'

interface Hash {
  update: (text: string) => Hash
  digest: (encoding: 'hex') => string
}

/** The one digest that plans and fingerprints are made of, of texts, in hexadecimal digits. */
export function createHash(_algorithm: 'sha256'): Hash {
  const hash = sha256.create()
  const self: Hash = {
    update(text) {
      hash.update(utf8ToBytes(text))
      return self
    },
    digest: () => bytesToHex(hash.digest())
  }
  return self
}
