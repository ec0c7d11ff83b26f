import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of bytes as lower-case hex; works without a secure context, unlike `crypto.subtle`. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}

/** SHA-256 of text in UTF-8 as lower-case hex. */
export function sha256HexOfText(text: string): string {
  return sha256Hex(utf8ToBytes(text))
}

export interface Sha256 {
  update(bytes: Uint8Array): void
  updateText(text: string): void // in UTF-8
  hex(): string
}

/** SHA-256 over chunks, for files that are not held in memory whole. */
export function createSha256(): Sha256 {
  const state = sha256.create()
  return {
    update(bytes) {
      state.update(bytes)
    },
    updateText(text) {
      state.update(utf8ToBytes(text))
    },
    hex: () => bytesToHex(state.digest()),
  }
}
