const perLine = 16;

/** Lines of a hex dump: offset, sixteen bytes, and the same as ASCII. */
export function* hexDump(bytes: Uint8Array, firstOffset: number): Generator<string> {
  for (let at = 0; at < bytes.length; at += perLine) {
    const line = Array.from(bytes.subarray(at, at + perLine));
    const hex = line.map((octet) => octet.toString(16).padStart(2, '0'));
    const halves = `${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}`;
    const text = line.map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.')).join('');
    yield `${(firstOffset + at).toString(16).padStart(8, '0')}  ${halves}  ${text}`;
  }
}
