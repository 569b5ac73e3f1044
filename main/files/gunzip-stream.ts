import { createGunzip } from 'node:zlib';

const OUTPUT_CHUNK = 256 * 1024;

/**
 * Unpacks gzip of any number of members (RFC 1952 §2.2), handing over each stretch as it comes. Rejects with zlib's error
 * when the data are faulty (Z_DATA_ERROR) or end too early (Z_BUF_ERROR); what `onData` throws rejects as well.
 */
export async function gunzipStream(
  pieces: AsyncIterable<Uint8Array>,
  onData: (data: Uint8Array) => void,
): Promise<void> {
  const gunzip = createGunzip({ chunkSize: OUTPUT_CHUNK });
  // A write that was under way when the stream failed is never answered.
  const closed = new Promise<void>((resolve) => gunzip.once('close', resolve));
  const feed = async () => {
    for await (const piece of pieces) {
      await Promise.race([closed, new Promise((resolve) => gunzip.write(piece, resolve))]);
      if (gunzip.destroyed || gunzip.readableEnded) return;
    }
    gunzip.end();
  };
  const outcome = new Promise<void>((resolve, reject) => {
    // Not by iterating over the stream: that drops what is still on its way when the stream fails.
    gunzip.on('data', (data: Uint8Array) => {
      try {
        onData(data);
      } catch (error) {
        gunzip.destroy(error as Error);
      }
    });
    gunzip.once('end', resolve);
    gunzip.once('error', reject);
  });
  const feeding = feed().catch((error: Error) => void gunzip.destroy(error));
  try {
    await outcome;
  } finally {
    await feeding;
  }
}
