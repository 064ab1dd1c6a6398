const utf8 = new TextDecoder();

/** An address as what its escapes stand for, to be looked through. What stands for no character becomes a mark of that. */
export function percentDecoded(address: string): string {
  return address.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = run.match(/[0-9a-f]{2}/gi) ?? [];
    return utf8.decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
  });
}
