// Values as JSON, with what JSON lacks and structured cloning has: undefined, and arrays of numbers.
(() => {
  const arrays = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array, BigInt64Array };

  const encode = (value) => {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', text: String(value) };
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return Array.from(value, encode);
    if (ArrayBuffer.isView(value)) return { $: nameOf(value), bytes: toBase64(value) };
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]));
  };

  const decode = (value) => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(decode);
    if (value.$ === 'undefined') return undefined;
    if (value.$ === 'number') return Number(value.text);
    if (value.$ !== undefined) return new arrays[value.$](fromBase64(value.bytes));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]));
  };

  // A Buffer, which is Node's alone, arrives as the Uint8Array that it is.
  const nameOf = (view) => Object.keys(arrays).find((name) => view instanceof arrays[name]);

  const toBase64 = ({ buffer, byteOffset, byteLength }) => {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    let text = '';
    for (let start = 0; start < bytes.length; start += 8192)
      text += String.fromCharCode(...bytes.subarray(start, start + 8192));
    return btoa(text);
  };

  const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;

  return { encode, decode };
})();
