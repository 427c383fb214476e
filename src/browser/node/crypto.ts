/** `node:crypto` for browsers, whose own digests cannot be had at once, as those of Node are. */
import {sha256} from '@noble/hashes/sha2.js'
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js'

interface Hash {
  update: (text: string) => Hash
  copy: () => Hash
  digest: (encoding: 'hex' | 'base64') => string
}

/** The one digest that plans, fingerprints and sums are made of, of texts. */
export function createHash(_algorithm: 'sha256'): Hash {
  return hashOf(sha256.create())
}

function hashOf(hash: ReturnType<typeof sha256.create>): Hash {
  const self: Hash = {
    update(text) {
      hash.update(utf8ToBytes(text))
      return self
    },
    copy: () => hashOf(hash.clone()),
    digest(encoding) {
      const bytes = hash.digest()
      return encoding === 'hex' ? bytesToHex(bytes) : btoa(String.fromCharCode(...bytes))
    }
  }
  return self
}
