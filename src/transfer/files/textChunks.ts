/** Text of bytes, whichever mark they begin with: UTF-8, or UTF-16 as shells on Windows write what is sent into a file. */
export async function* textChunks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let begun = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (decoder === undefined) {
      begun = Buffer.concat([begun, chunk]);
      if (begun.length < 2) continue;
      decoder = new TextDecoder(encodingOf(begun));
      yield decoder.decode(begun, { stream: true });
    } else yield decoder.decode(chunk, { stream: true });
  }
  yield decoder === undefined ? begun.toString('utf8') : decoder.decode();
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
