// RFC 1321. Not for security: fingerprints of hellos are named by it.

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
const blockBytes = 64;

/** The MD5 digest of a text of ASCII characters, in hexadecimal. */
export function md5(text: string): string {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const words = paddedWords(text);
  for (let at = 0; at < words.length; at += blockBytes / 4) addBlock(state, words, at);
  return Array.from(new Uint8Array(state.buffer), (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** The text, a one bit, zeros and the length in bits, in words of little-endian order (§3.1, §3.2). */
function paddedWords(text: string): Int32Array {
  const blocks = Math.ceil((text.length + 9) / blockBytes);
  const words = new Int32Array((blocks * blockBytes) / 4);
  for (let i = 0; i < text.length; i++) (words[i >> 2] as number) |= (text.charCodeAt(i) & 0xff) << ((i % 4) * 8);
  (words[text.length >> 2] as number) |= 0x80 << ((text.length % 4) * 8);
  words[words.length - 2] = text.length * 8;
  return words;
}

/** §3.4 */
function addBlock(state: Int32Array, words: Int32Array, at: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const [mixed, word] = mix(round, step, b, c, d);
    const sum = (a + mixed + (sines[step] as number) + (words[at + word] as number)) | 0;
    const shift = shifts[round * 4 + (step % 4)] as number;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  [a, b, c, d].forEach((word, i) => {
    state[i] = (state[i] as number) + word;
  });
}

/** @returns the round's function of three words, and which word of the block the step adds */
function mix(round: number, step: number, b: number, c: number, d: number): [number, number] {
  if (round === 0) return [(b & c) | (~b & d), step];
  if (round === 1) return [(d & b) | (~d & c), (5 * step + 1) % 16];
  if (round === 2) return [b ^ c ^ d, (3 * step + 5) % 16];
  return [c ^ (b | ~d), (7 * step) % 16];
}
